package dev.sallyport.base.http;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// How Spring's parts are put together for our edge.
@Configuration(proxyBeanMethods = false)
class EdgeBeans {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /// What browsers send by themselves to show the key of a session (Device Bound Session Credentials):
    /// there is no page that could give them a token. Each carries a signature over a challenge of ours
    /// instead, so that another site has nothing to forge. Exactly these two addresses, and nothing below
    /// them.
    private static final Set<String> PROVEN_BY_KEY = Set.of("/session/binding", "/session/binding/refresh");

    /// Answers a question and changes nothing, for whoever asks, so that there is nothing to forge either.
    private static final Set<String> ASKS = Set.of("/api/genuine");

    /// Spring Security guards the wire: its firewall against odd URLs and its CSRF filter. Who may do what is
    /// decided by [Guard], in one place for pages and JSON.
    @Bean
    SecurityFilterChain security(HttpSecurity http, Csrf csrf, Doors doors, Errors errors) throws Exception {
        http.csrf(c -> c.csrfTokenRepository(csrf)
                .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler())
                .requireCsrfProtectionMatcher(request -> {
                    if (SAFE.contains(request.getMethod()) || doors.of(request) == Port.INSIDE) {
                        return false;
                    }
                    if (PROVEN_BY_KEY.contains(request.getServletPath()) || ASKS.contains(request.getServletPath())) {
                        return false;
                    }
                    csrf.checkOrigin(request);
                    return true;
                }));
        http.exceptionHandling(e -> e.accessDeniedHandler((request, response, denied) ->
                errors.write(request, response, new Refused(ErrorCode.FORGED, "CSRF token"))));
        http.headers(AbstractHttpConfigurer::disable);
        http.logout(AbstractHttpConfigurer::disable);
        http.requestCache(AbstractHttpConfigurer::disable);
        http.anonymous(AbstractHttpConfigurer::disable);
        http.sessionManagement(AbstractHttpConfigurer::disable);
        http.securityContext(AbstractHttpConfigurer::disable);
        http.servletApi(AbstractHttpConfigurer::disable);
        return http.build();
    }

    /// Each of Security's filters would be timed by itself; the request as a whole is timed already.
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    RequestRejectedHandler odd(Errors errors) {
        return (request, response, rejected) -> errors.write(
                request, response, new Refused(ErrorCode.BAD_REQUEST, String.valueOf(rejected.getMessage())));
    }

    /// JSON is read as strictly as it can be: unknown and repeated fields, text after the end, and deep
    /// nesting are refused (A63, A71). Ids are written as plain values.
    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return builder -> builder.enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .addModule(new tools.jackson.databind.module.SimpleModule()
                        .addDeserializer(Secret.class, new SecretReader())
                        .addSerializer(AccountId.class, ToStringSerializer.instance)
                        .addSerializer(SessionId.class, ToStringSerializer.instance)
                        .addSerializer(DeviceId.class, ToStringSerializer.instance));
    }

    private static final class SecretReader extends tools.jackson.databind.deser.std.StdDeserializer<Secret> {
        SecretReader() {
            super(Secret.class);
        }

        @Override
        public Secret deserialize(
                tools.jackson.core.JsonParser parser, tools.jackson.databind.DeserializationContext context) {
            if (!parser.hasToken(tools.jackson.core.JsonToken.VALUE_STRING)) {
                return (Secret) context.handleUnexpectedToken(Secret.class, parser);
            }
            return new Secret(parser.getString());
        }

        /// Whoever sends none has sent an empty one, which is never right.
        @Override
        public Object getNullValue(tools.jackson.databind.DeserializationContext context) {
            return new Secret("");
        }

        @Override
        public Object getAbsentValue(tools.jackson.databind.DeserializationContext context) {
            return new Secret("");
        }
    }

    @Bean
    WebMvcConfigurer edge(Guards guards, ServiceGuard services, Templates templates, Csrf csrf) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(guards).order(0);
                registry.addInterceptor(services).order(1);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new FromRequest());
            }

            @Override
            public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
                handlers.add(new Answers(templates, csrf));
            }
        };
    }

    /// `Caller`, `Service`, `Form` and `Language` as handler arguments.
    private static final class FromRequest implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            Class<?> type = parameter.getParameterType();
            return type == Caller.class
                    || type == Services.Service.class
                    || type == Form.class
                    || type == dev.sallyport.base.text.Language.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest web,
                @Nullable WebDataBinderFactory binders) {
            HttpServletRequest request =
                    java.util.Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
            Class<?> type = parameter.getParameterType();
            if (type == Caller.class) {
                return Callers.of(request);
            }
            if (type == Services.Service.class) {
                return Services.calling(request).orElseThrow();
            }
            return type == Form.class ? new Form(request) : Frames.language(request);
        }
    }
}

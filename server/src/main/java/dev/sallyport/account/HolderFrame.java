package dev.sallyport.account;

import dev.sallyport.base.http.Frames;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guards;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the holder's name, language and zone on each page of his.
@Component
final class HolderFrame implements HandlerInterceptor {
    private final Accounts accounts;
    private final Contacts contacts;

    HolderFrame(Accounts accounts, Contacts contacts) {
        this.accounts = accounts;
        this.contacts = contacts;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Guard guard = Guards.of(handler);
        if (guard != null && guard.value() != Guard.Kind.PUBLIC) {
            SignedIn.of(request)
                    .flatMap(who -> accounts.find(who.account()))
                    .ifPresent(account -> Frames.reader(
                            request,
                            contacts.list(account.id()).stream()
                                    .findFirst()
                                    .map(Contact::masked)
                                    .orElse(""),
                            account.language(),
                            account.zone()));
        }
        return true;
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        WebMvcConfigurer holderFrameEdge(HolderFrame frame) {
            return new WebMvcConfigurer() {
                @Override
                public void addInterceptors(InterceptorRegistry registry) {
                    registry.addInterceptor(frame).order(20);
                }
            };
        }
    }
}

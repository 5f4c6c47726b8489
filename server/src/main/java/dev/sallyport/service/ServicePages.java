package dev.sallyport.service;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Page;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The description of the service API, for programs and for people. It is open to whoever reaches the
/// inside port.
@Controller
class ServicePages {
    private static final MediaType CSS = MediaType.valueOf("text/css;charset=UTF-8");

    private final Description description;

    ServicePages(Description description) {
        this.description = description;
    }

    @Guard(Kind.INSIDE)
    @GetMapping("/v1/openapi.json")
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(description.bytes());
    }

    @Guard(Kind.INSIDE)
    @GetMapping("/v1/docs")
    Page docs() {
        return Page.of("service/docs", description.docs());
    }

    /// The pages' stylesheet, which else is behind the other door.
    @Guard(Kind.INSIDE)
    @GetMapping("/v1/docs/sallyport.css")
    ResponseEntity<ClassPathResource> stylesheet() {
        return ResponseEntity.ok().contentType(CSS).body(new ClassPathResource("assets/sallyport.css"));
    }
}

package dev.sallyport.pages;

import dev.sallyport.base.http.Assets;
import dev.sallyport.base.http.Frame;
import dev.sallyport.base.http.Templates;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.harness.TestNode;
import java.time.ZoneId;

/// Fills a template as a request would.
final class Gallery {
    private final TestNode node = TestNode.shared();

    String show(Samples.Sample sample, Language language) {
        var frame = new Frame(
                node.bean(Texts.class),
                language,
                ZoneId.of("Europe/Berlin"),
                Samples.NOW,
                "ExampleX",
                sample.path(),
                "gallery",
                () -> "token",
                sample.signedIn() ? "k…h@mail.examplex.com" : null,
                false,
                node.bean(Assets.class).version(),
                "https://account.examplex.com");
        return node.bean(Templates.class).render(sample.template(), frame, sample.model());
    }
}

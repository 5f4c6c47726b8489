package dev.sallyport.exchange;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import org.springframework.stereotype.Component;

/// The pages there are.
@Component
class Templates {
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.sallyport.exchange.jte");

    /// For whoever is not signed in.
    String door(String said) {
        return render("door", said);
    }

    String desk(Desk.Shown shown) {
        return render("desk", shown);
    }

    String withdraw(PayoutViews.Form form) {
        return render("withdraw", form);
    }

    String payout(PayoutViews.Slip slip) {
        return render("payout", slip);
    }

    String away(Away.Shown shown) {
        return render("away", shown);
    }

    private String render(String template, Object model) {
        var out = new StringOutput(16 * 1024);
        engine.render(template + ".jte", model, out);
        return out.toString();
    }
}

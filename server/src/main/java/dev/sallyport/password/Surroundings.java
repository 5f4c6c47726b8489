package dev.sallyport.password;

import dev.sallyport.account.Accounts;
import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.SignUps;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// The holder's own addresses and name, which no password of his may be built on (ASVS 6.2.11).
@Component
public final class Surroundings {
    private final Contacts contacts;
    private final Accounts accounts;
    private final SignUps signUps;

    Surroundings(Contacts contacts, Accounts accounts, SignUps signUps) {
        this.contacts = contacts;
        this.accounts = accounts;
        this.signUps = signUps;
    }

    public List<String> of(AccountId account) {
        var words = new ArrayList<String>();
        contacts.list(account).stream().map(Contact::text).forEach(words::add);
        String name = accounts.visibility(account).name();
        if (!name.isEmpty()) {
            words.add(name);
        }
        return List.copyOf(words);
    }

    /// As far as this request tells who it is: signed in, or about to open an account.
    List<String> of(HttpServletRequest request) {
        var signedIn = SignedIn.of(request);
        if (signedIn.isPresent()) {
            return of(signedIn.get().account());
        }
        String browser = Cookies.read(request, Cookies.BROWSER);
        return browser == null
                ? List.of()
                : signUps.find(new Secret(browser))
                        .map(waiting -> List.of(waiting.target()))
                        .orElse(List.of());
    }
}

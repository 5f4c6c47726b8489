package dev.sallyport.genuine;

import com.google.common.net.InternetDomainName;
import java.util.Optional;

/// Where one owner's names end and another's begin: the Public Suffix List with its private section, so that
/// `a.pages.dev` and `b.pages.dev` belong to two.
final class Suffixes {
    private Suffixes() {}

    /// @param domain what one can register, or be given by a host of many: a label and its suffix
    /// @param suffix what it was registered below
    /// @param shared whether the suffix is a host's own, not a registry's
    record Registered(String domain, String label, String suffix, boolean shared) {}

    /// @param host lower-case A-labels; empty for a suffix itself
    static Optional<Registered> of(String host) {
        if (!InternetDomainName.isValid(host)) {
            return lastTwo(host);
        }
        InternetDomainName name = InternetDomainName.from(host);
        InternetDomainName suffix = name.publicSuffix();
        if (suffix == null) {
            return lastTwo(host);
        }
        if (name.equals(suffix)) {
            return Optional.empty();
        }
        String domain = name.topPrivateDomain().toString();
        boolean shared = !suffix.equals(suffix.registrySuffix()) && suffix.hasRegistrySuffix();
        return Optional.of(new Registered(domain, domain.substring(0, domain.indexOf('.')), suffix.toString(), shared));
    }

    /// Whether a registry gives such names out, by the list.
    static boolean isListed(String host) {
        return InternetDomainName.isValid(host)
                && InternetDomainName.from(host).hasPublicSuffix()
                && !InternetDomainName.from(host).isPublicSuffix();
    }

    /// "If no rules match, the prevailing rule is `*`" (publicsuffix.org/list), and what the list's
    /// reader does not take for a name, such as one with an underscore, is judged all the same.
    private static Optional<Registered> lastTwo(String host) {
        int last = host.lastIndexOf('.');
        if (last <= 0) {
            return Optional.empty();
        }
        int before = host.lastIndexOf('.', last - 1);
        String domain = host.substring(before + 1);
        return Optional.of(new Registered(domain, host.substring(before + 1, last), host.substring(last + 1), false));
    }
}

package dev.sallyport.genuine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is ours, prepared once: exact hosts, and the names that others imitate. A host is official only by being named,
/// never by lying below a domain of ours (class 26).
final class Official {
    final Set<String> hosts;
    final List<Brand> brands;
    private final Set<String> domains;

    /// @param hosts lower-case A-labels
    Official(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
        List<Suffixes.Registered> registered = new TreeSet<>(hosts)
                .stream()
                        .map(Suffixes::of)
                        // An address in numbers, or a machine's bare name, has no owner whom one could imitate.
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
        this.brands = registered.stream().map(Brand::new).toList();
        this.domains = Set.copyOf(brands.stream().map(brand -> brand.domain).toList());
    }

    boolean owns(Suffixes.Registered registered) {
        return domains.contains(registered.domain());
    }
}

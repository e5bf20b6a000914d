package io.x0tta6bl4.platform.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The providers of one hot reference by rank. Looked up by equality, never by rank: a ranking may change while it is bound. */
final class Providers<T> {
    private final Map<Comparable<?>, Lease<T>> leases = new HashMap<>();
    private @Nullable Comparable<?> preferred;

    @Nullable
    Lease<T> put(Comparable<?> rank, T service) {
        return leases.put(rank, new Lease<>(rank, service));
    }

    @Nullable
    Lease<T> remove(Comparable<?> rank) {
        if (rank.equals(preferred)) preferred = null;
        return leases.remove(rank);
    }

    /** The provider stays, with a new lease in place of a retired one. */
    void renew(Lease<T> retired) {
        leases.computeIfPresent(retired.rank, (rank, now) -> now == retired ? new Lease<>(rank, retired.service) : now);
    }

    /** From now on this one is the first, whatever its rank; null for the order of the ranks. */
    void prefer(@Nullable Comparable<?> rank) {
        preferred = rank;
    }

    @Nullable
    Lease<T> first() {
        List<Lease<T>> ordered = ordered();
        return ordered.isEmpty() ? null : ordered.getFirst();
    }

    /** The preferred one, then by rank, the highest first. */
    @SuppressWarnings("unchecked")
    List<Lease<T>> ordered() {
        if (leases.size() == 1) return List.copyOf(leases.values());
        List<Lease<T>> ordered = new ArrayList<>(leases.values());
        Comparator<Lease<T>> byRank = (a, b) -> ((Comparable<Object>) b.rank).compareTo(a.rank);
        ordered.sort(Comparator.<Lease<T>, Boolean>comparing(l -> !l.rank.equals(preferred))
                .thenComparing(byRank));
        return ordered;
    }
}

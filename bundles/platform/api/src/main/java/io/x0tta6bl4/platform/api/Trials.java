package io.x0tta6bl4.platform.api;

import io.x0tta6bl4.platform.api.Canary.Decision;
import io.x0tta6bl4.platform.api.Canary.Verdict;
import io.x0tta6bl4.platform.api.HotReference.Trait;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trials of one hot reference, one at a time. */
final class Trials<T> implements Swappable {
    private final HotReference<T> hot;
    private volatile @Nullable Trial<T> last;
    /** What is left of the last trial when its candidate has gone: no more than words and figures. */
    private volatile @Nullable Report epitaph;

    Trials(HotReference<T> hot) {
        this.hot = hot;
    }

    @Override
    public String what() {
        return hot.what;
    }

    @Override
    public List<Standing> providers() {
        Trial<T> running = hot.trial;
        return hot.ordered().stream()
                .map(lease -> new Standing(lease.rank, part(lease, running)))
                .toList();
    }

    private Standing.Part part(Lease<T> lease, @Nullable Trial<T> running) {
        if (hot.serves(lease.rank)) return Standing.Part.SERVES;
        return running != null && running.candidate.rank.equals(lease.rank)
                ? Standing.Part.TRIED
                : Standing.Part.STANDS_BY;
    }

    @Override
    public Report begin(Canary canary) {
        if (!hot.traits.contains(Trait.PURE))
            throw new IllegalStateException(
                    hot.what + ": a call has effects and must not be made twice, so nothing can be tried here");
        Lease<T> candidate = hot.ordered().stream()
                .filter(lease -> !hot.serves(lease.rank))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        hot.what + ": there is no other provider to try; install and start one first"));
        Trial<T> next = new Trial<>(canary, candidate);
        if (candidate.service instanceof SelfTest test) {
            SelfTestResult result = test.selfTest();
            if (!result.passed())
                next.end(new Verdict(Decision.REVERT, List.of("its self-test failed: " + result.detail())));
        }
        epitaph = null;
        last = next;
        if (!next.over()) {
            hot.share(candidate);
            hot.trial = next;
        }
        return next.report();
    }

    @Override
    public Optional<Report> trial() {
        Trial<T> known = last;
        return known == null ? Optional.ofNullable(epitaph) : Optional.of(known.report());
    }

    @Override
    public Report promote() {
        Trial<T> wanted = wanted();
        wanted.end(new Verdict(Decision.PROMOTE, List.of("promoted by hand")));
        prefer(wanted, wanted.candidate.rank);
        return wanted.report();
    }

    @Override
    public Report revert() {
        Trial<T> wanted = wanted();
        wanted.end(new Verdict(Decision.REVERT, List.of("reverted by hand")));
        prefer(wanted, null);
        return wanted.report();
    }

    private Trial<T> wanted() {
        Trial<T> wanted = last;
        if (wanted == null)
            throw new IllegalStateException(hot.what + ": nothing was tried, or what was tried has left");
        return wanted;
    }

    /** After a call of a trial, without a lease: carries out what is decided. */
    void conclude(Trial<T> running) {
        if (!running.due()) return;
        Verdict verdict = running.verdict();
        if (verdict.decision() == Decision.WAIT || !running.end(verdict)) return;
        prefer(running, verdict.decision() == Decision.PROMOTE ? running.candidate.rank : null);
    }

    /** A candidate that leaves while it is tried ends its trial. */
    void left(Comparable<?> rank) {
        Trial<T> known = last;
        if (known == null || !known.candidate.rank.equals(rank)) return;
        known.end(new Verdict(Decision.REVERT, List.of("the candidate has left")));
        epitaph = known.report();
        last = null;
        if (hot.trial == known) hot.trial = null;
    }

    private void prefer(Trial<T> ended, @Nullable Comparable<?> rank) {
        if (hot.trial == ended) hot.trial = null;
        hot.change(() -> {
            hot.providers.prefer(rank);
            return null;
        });
    }
}

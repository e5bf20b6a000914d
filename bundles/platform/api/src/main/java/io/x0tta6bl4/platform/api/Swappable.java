package io.x0tta6bl4.platform.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A place where a consumer calls a capability, and where a new provider of it can be tried beside the one that serves. */
@ProviderType
public interface Swappable {

    /** The capability in words, unique within its consumer, for example {@code plan}. */
    String what();

    /** The providers that are there, the serving one first. */
    List<Standing> providers();

    /**
     * Tries another provider than the serving one. Its self-test runs first; one that fails ends the trial at once. When the
     * trial is decided the candidate is promoted or dismissed without anybody being asked.
     *
     * @throws IllegalStateException when there is no other provider, or when calls here must not be made twice
     */
    Report begin(Canary canary);

    /** How the trial that runs, or the last one, stands; empty when there was none. */
    Optional<Report> trial();

    /** Lets the candidate serve now, whatever was counted. */
    Report promote();

    /** Ends the trial, or takes a promotion back: the one that served before serves. */
    Report revert();

    /** A provider and its part. {@code rank} is what it was bound with, in a framework its service reference. */
    record Standing(Comparable<?> rank, Part part) {
        /** What a provider does here. */
        public enum Part {
            SERVES,
            TRIED,
            STANDS_BY
        }
    }

    /** What was counted and what follows; {@code over} when nothing is tried any more. */
    record Report(Canary canary, Canary.Tally tally, Canary.Verdict verdict, boolean over) {}
}

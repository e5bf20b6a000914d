package io.x0tta6bl4.rag.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The documents that are searched, in collections. What takes long is a {@link Job}: one runs at a time, at most
 * {@link #WAITING} wait, and the last ones that ended can be looked up.
 *
 * <p>Safe for use by many threads.
 */
@ProviderType
public interface Library {
    /** The collection of runbooks, manuals and notes. */
    String DOCUMENTS = "documents";

    /** The collection of closed incidents, kept by the loop. */
    String INCIDENTS = "incidents";

    /** How many jobs wait at most; one more is refused. */
    int WAITING = 16;

    /**
     * Reads a file, or all below a folder, into a collection. A file whose content is known is passed over; a file that
     * changed replaces what it was; a file below the folder that has gone is removed.
     *
     * @param path absolute, on the machine of the node
     * @param metadata for every document, beside what it says itself
     */
    Job add(String collection, Path path, Map<String, String> metadata);

    /** Puts in one document that is no file, in Markdown, in the place of the one with its id; seen by the next search. */
    void put(String collection, String id, String title, String markdown, Map<String, String> metadata);

    /** Embeds anew, by the model that serves now, whatever another model had embedded. */
    Job renew(String collection);

    /** Removes a document, or every document below a folder; how many went. */
    int remove(String collection, String document);

    /** The ids of the documents of a collection, in order, {@code limit} at most. */
    List<String> documents(String collection, int limit);

    /**
     * Says that a person vouches for a folder (or not any more): only documents there may propose actions, and only by their
     * front matter.
     *
     * @param folder absolute, on the machine of the node
     * @return false when it was so already
     */
    boolean vouch(Path folder, boolean vouches);

    /** The folders that are vouched for, in order. */
    List<String> vouched();

    /** Measures retrieval on a collection of the BEIR layout, without touching any other. */
    Job evaluate(Evaluation evaluation);

    /** A job by its number; empty when it is not known (any more). */
    Optional<Job> job(long number);

    /** The jobs known, newest first. */
    List<Job> jobs();

    /** Ends a job, at once when it waits, else where it looks up next; false when it had ended. */
    boolean cancel(long number);
}

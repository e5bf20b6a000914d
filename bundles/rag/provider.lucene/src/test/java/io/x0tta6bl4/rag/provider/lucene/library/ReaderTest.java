package io.x0tta6bl4.rag.provider.lucene.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of a search, and what never is. */
class ReaderTest {
    private final Embedder embedder = WordModel.embedder('a');
    private final Reader reader = new Reader(embedder, collection -> {});

    @TempDir
    Path folder;

    private Shelf shelf(String place, String id, String text) throws Exception {
        Shelf shelf = new Shelf(Library.DOCUMENTS, folder.resolve(place), s -> {});
        put(shelf, id, text);
        return shelf;
    }

    private void put(Shelf shelf, String id, String text) throws Exception {
        try (Intake intake = new Intake(embedder)) {
            shelf.shelve(intake.store(
                    shelf.sources(), id, id, Map.of(), text, (documents, out) -> documents.markdown(text, out)));
            shelf.commit();
        }
    }

    private Found.Hits ask(Shelf shelf, String text) throws IOException {
        return (Found.Hits) reader.search(shelf, Query.of(Library.DOCUMENTS, text));
    }

    private static List<String> names(Found.Hits found) {
        return found.hits().stream().map(h -> h.passage().citation().document()).toList();
    }

    @Test
    void the_same_words_in_another_order_are_one_question_and_one_word_more_is_another() throws Exception {
        try (Shelf shelf = shelf("one", "disk", "The disk is full.")) {
            assertThat(ask(shelf, "the disk is full").cached()).isFalse();
            assertThat(ask(shelf, "Is the Disk full").cached()).isTrue();
            assertThat(ask(shelf, "the disk is not full").cached()).isFalse();
            assertThat(ask(shelf, "the desk is full").cached()).isFalse();
        }
    }

    @Test
    void questions_that_differ_in_one_word_are_two_however_alike_they_are() throws Exception {
        String question =
                "the scrape of a job on this host was refused because what it exposes is over the limit of %s, and it"
                    + " has been so for more than ten minutes, so nothing new was stored and every alert that is made"
                    + " from it stays as it was before, which nobody may notice until somebody looks at the graphs";
        try (Shelf shelf = shelf("one", "limit", "The limit of targets and the limit of labels.")) {
            ask(shelf, question.formatted("targets"));
            assertThat(ask(shelf, question.formatted("labels")).cached()).isFalse();
            assertThat(ask(shelf, question.formatted("Targets")).cached()).isTrue();
        }
    }

    @Test
    void what_is_added_or_removed_is_seen_by_the_next_search_in_whatever_order_its_words_are() throws Exception {
        try (Shelf shelf = shelf("one", "disk", "The disk is full.")) {
            ask(shelf, "the disk is full");
            put(shelf, "note", "The disk is full again.");
            assertThat(names(ask(shelf, "Is the Disk full"))).contains("disk", "note");
            shelf.remove("disk");
            assertThat(names(ask(shelf, "full is the disk"))).containsExactly("note");
        }
    }

    @Test
    void an_index_that_was_made_again_is_another_even_when_it_counts_the_same_states() throws Exception {
        Found.Hits before;
        long version;
        try (Shelf first = shelf("one", "old", "The disk is full.")) {
            before = ask(first, "the disk is full");
            version = first.index().version();
        }
        try (Shelf again = shelf("two", "new", "The disk is full.")) {
            assertThat(again.index().version()).isEqualTo(version);
            assertThat(names(before)).containsExactly("old");
            assertThat(names(ask(again, "the disk is full"))).containsExactly("new");
        }
    }
}

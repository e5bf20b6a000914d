package io.x0tta6bl4.rag.provider.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.api.Retrieval;
import io.x0tta6bl4.rag.provider.lucene.library.WordModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider, or its model, is exchanged while four callers search: no search fails, and the lists stay what they were. */
class SwapUnderLoadTest {
    private static final int SWAPS = Integer.getInteger("swaps", 5);
    private static final Query QUERY = Query.of(Library.DOCUMENTS, "word7 pump");

    @TempDir
    Path data;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    private LuceneRetrieval provider(char model) throws IOException {
        return new LuceneRetrieval(data.resolve("rag")).with(WordModel.models(model));
    }

    private LuceneRetrieval filled() throws IOException {
        LuceneRetrieval first = provider('a');
        for (int i = 0; i < 20; i++)
            first.put(Library.DOCUMENTS, "doc-" + i, "Number " + i, "The pump word" + i + " is number " + i, Map.of());
        return first;
    }

    private static List<String> list(Found found) {
        return ((Found.Hits) found)
                .hits().stream()
                        .map(Hit::passage)
                        .map(p -> p.citation().document())
                        .toList();
    }

    private List<Thread> callers(HotReference<Retrieval> retrieval) {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) callers.add(Thread.ofPlatform().start(() -> search(retrieval)));
        return callers;
    }

    private void search(HotReference<Retrieval> retrieval) {
        for (int n = 0; !over.get(); n++) {
            Query query = Query.of(Library.DOCUMENTS, "pump word" + n % 20 + " " + n);
            try {
                if (!(retrieval.call(r -> r.search(query)) instanceof Found.Hits hits)
                        || hits.hits().isEmpty()) failed.incrementAndGet();
            } catch (RuntimeException absent) {
                failed.incrementAndGet();
            }
            calls.incrementAndGet();
        }
    }

    private void end(List<Thread> callers) throws InterruptedException {
        over.set(true);
        for (Thread caller : callers) caller.join(10_000);
    }

    private void awaitCalls() {
        int from = calls.get();
        org.awaitility.Awaitility.await().until(() -> calls.get() > from + 20);
    }

    private void swap(HotReference<Retrieval> retrieval, LuceneRetrieval first, List<Thread> callers) throws Exception {
        LuceneRetrieval now = first;
        for (int i = 1; i <= SWAPS; i++) {
            awaitCalls();
            retrieval.unbind(i - 1);
            now.close();
            now = provider('a');
            retrieval.bind(i, now);
        }
        awaitCalls();
        end(callers);
        now.close();
    }

    @Test
    void a_swap_of_the_provider_fails_no_search_and_changes_no_list() throws Exception {
        LuceneRetrieval first = filled();
        List<String> before = list(first.search(QUERY));
        HotReference<Retrieval> retrieval = new HotReference<>("retrieval", Duration.ofSeconds(10));
        retrieval.bind(0, first);
        List<Thread> callers = callers(retrieval);
        swap(retrieval, first, callers);

        assertThat(failed).hasValue(0);
        LuceneRetrieval after = provider('a');
        assertThat(list(after.search(QUERY))).isEqualTo(before);
        after.close();
    }

    @Test
    void twin_callers_that_do_not_wait_for_the_next_provider_fail() throws Exception {
        LuceneRetrieval first = filled();
        HotReference<Retrieval> retrieval = new HotReference<>("retrieval", Duration.ZERO);
        retrieval.bind(0, first);
        List<Thread> callers = callers(retrieval);
        swap(retrieval, first, callers);

        assertThat(failed.get()).isPositive();
    }

    @Test
    void a_swap_of_the_model_fails_no_search_and_its_vectors_are_made_anew_meanwhile() throws Exception {
        LuceneRetrieval provider = filled();
        HotReference<Retrieval> retrieval = new HotReference<>("retrieval", Duration.ofSeconds(10));
        retrieval.bind(0, provider);
        List<Thread> callers = callers(retrieval);
        for (char model = 'b'; model < 'b' + SWAPS; model++) {
            awaitCalls();
            provider.without().with(WordModel.models(model));
            String digest = String.valueOf(model).repeat(64);
            org.awaitility.Awaitility.await()
                    .until(() -> provider.collections().getFirst().model().equals(digest)
                            && provider.jobs().getFirst().ended());
        }
        awaitCalls();
        end(callers);

        assertThat(failed).hasValue(0);
        assertThat(provider.jobs()).hasSize(SWAPS).allMatch(j -> j.words().equals("20 of 20 documents embedded anew"));
        provider.close();
    }
}

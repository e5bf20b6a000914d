package io.x0tta6bl4.rag.provider.lucene.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that takes documents in is killed at any moment: what it said it had is there, whole, and can be found. */
class LibraryKillTest {
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int ENOUGH = 3;

    @TempDir
    Path data;

    /** Puts in document after document, sometimes the same anew or away again, and says each. */
    static final class Filler {
        public static void main(String[] args) throws IOException {
            Collections collections = new Collections(Path.of(args[0]), WordModel.embedder('a'));
            for (int i = Integer.parseInt(args[1]); ; i++) {
                collections.put(Library.DOCUMENTS, "doc-" + i, "Number " + i, text(i), Map.of("number", "" + i));
                if (i % 5 == 4) collections.remove(Library.DOCUMENTS, "doc-" + (i - 1));
                System.out.println(i);
            }
        }
    }

    private static String text(int i) {
        return ("# Number " + i + "\n\nThis is about word" + i + " alone. ").repeat(1 + i % 40);
    }

    @Test
    void a_kill_while_documents_are_taken_in_loses_none_that_was_acknowledged() throws Exception {
        Random moments = new Random(7);
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int acknowledged = fillAndKill(next, moments.nextInt(200_000_000));
            try (Collections after = new Collections(data, WordModel.embedder('a'))) {
                List<String> known = after.documents(Library.DOCUMENTS, Integer.MAX_VALUE);
                for (int i = 0; i <= acknowledged; i++) {
                    if (i % 5 == 3 && i < acknowledged) assertThat(known).doesNotContain("doc-" + i);
                    else if (i % 5 != 3) assertThat(known).contains("doc-" + i);
                }
                // what the next step takes away may be gone before that step is told
                int sure = acknowledged % 5 == 3 ? acknowledged - 1 : acknowledged;
                assertThat(found(after, sure)).startsWith("doc-" + sure);
                assertThat(after.collections().getFirst().words()).isEmpty();
            }
            next = acknowledged + 1;
        }
    }

    private static String found(Collections collections, int number) {
        Query query = Query.of(Library.DOCUMENTS, "word" + number).with(Query.Mode.BM25);
        return ((Found.Hits) collections.search(query))
                .hits()
                .getFirst()
                .passage()
                .citation()
                .document();
    }

    private int fillAndKill(int from, int nanos) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Filler.class.getName(),
                        data.toString(),
                        Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = -1;
        try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < ENOUGH; i++) last = Integer.parseInt(said.readLine());
            long until = System.nanoTime() + nanos;
            while (System.nanoTime() < until) Thread.onSpinWait();
            // By its handle: the process itself would close what it said together with it.
            process.toHandle().destroyForcibly();
            for (String line = said.readLine(); line != null; line = said.readLine()) last = Integer.parseInt(line);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return last;
    }
}

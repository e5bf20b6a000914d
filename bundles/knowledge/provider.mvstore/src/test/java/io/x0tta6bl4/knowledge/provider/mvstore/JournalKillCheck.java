package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.SingleFileStore;

/**
 * The long check of the journal: a child appends batches as fast as it can and says what was acknowledged; it is killed with
 * SIGKILL after 5 to 300 ms of appending; then every acknowledged entry must be there, the chain intact, without gaps, and
 * every batch whole. All kills hit the same journal. Some children open and close the store again and again, and the file
 * is rewritten often, so that kills hit these as well.
 */
public final class JournalKillCheck {
    private static final Store.Growth REWRITTEN_OFTEN = new Store.Growth(0, 1, 4);
    private static final int LONGEST_BATCH = 12;
    private static final ElementId CHILD = new ElementId("child");

    private final Path directory;
    private final Random random;
    private int kills;
    private long checked;
    private long acknowledgedAppends;
    private int insideRewrite;

    private JournalKillCheck(Path directory, long seed) {
        this.directory = directory;
        this.random = new Random(seed);
    }

    /** What a run found. */
    record Result(int kills, long entries, long acknowledgedAppends, int killsInsideARewrite, long seed) {}

    private static Store store(Path directory) {
        return new Store(directory, InstantSource.system(), SingleFileStore::new, REWRITTEN_OFTEN);
    }

    /** Without arguments the check; {@code child} is what it kills. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && "child".equals(args[0])) child(Path.of(args[1]), Boolean.parseBoolean(args[2]));
        else
            System.out.println(run(
                    Files.createTempDirectory("journal-kill-check"),
                    Integer.getInteger("kills", 200),
                    Long.getLong("seed", System.nanoTime())));
    }

    static Result run(Path directory, int kills, long seed) throws Exception {
        System.out.println("journal kill check: " + kills + " kills, -Dseed=" + seed);
        JournalKillCheck check = new JournalKillCheck(directory, seed);
        for (check.kills = 1; check.kills <= kills; check.kills++) check.killOnce();
        return new Result(kills, check.verified(), check.acknowledgedAppends, check.insideRewrite, seed);
    }

    private static void child(Path directory, boolean reopening) {
        PrintStream out = System.out;
        Random random = new Random();
        while (true) {
            Store store = store(directory);
            Journal journal = new StoredJournal(store);
            out.println("ready");
            out.flush();
            for (int i = 0; !reopening || i < 20; i++) {
                List<JournalEntry> written = journal.append(batch(random));
                out.println(
                        written.getLast().sequence() + " " + written.getLast().hash());
                out.flush();
            }
            store.close();
        }
    }

    private static List<JournalRecord> batch(Random random) {
        int size = 1 + random.nextInt(LONGEST_BATCH);
        String id = Long.toHexString(random.nextLong());
        List<JournalRecord> records = new ArrayList<>();
        for (int i = 1; i <= size; i++)
            records.add(new JournalRecord.Noted(
                    "I-" + id, CHILD, i + " of " + size + " " + "x".repeat(random.nextInt(900))));
        return records;
    }

    private void killOnce() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalKillCheck.class.getName(),
                        "child",
                        directory.toString(),
                        "" + (kills % 4 == 0))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("child.err").toFile()))
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader reader = child.inputReader()) {
            if (!"ready".equals(reader.readLine()))
                throw new AssertionError(Files.readString(directory.resolve("child.err")));
            long after = 5 + random.nextInt(296);
            CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS).execute(child.toHandle()::destroyForcibly);
            // the pipe keeps what the child wrote before it died; a last line without its end was not acknowledged
            StringWriter all = new StringWriter();
            reader.transferTo(all);
            String whole = all.toString().substring(0, all.toString().lastIndexOf('\n') + 1);
            said.addAll(whole.lines().toList());
        } catch (IOException e) {
            throw new AssertionError("lost the words of the child", e);
        }
        child.waitFor();
        if (Files.exists(directory.resolve("knowledge.mv.rewrite"))) insideRewrite++;
        check(said.stream().filter(line -> line.contains(" ")).toList());
    }

    private void check(List<String> acknowledgements) {
        Store store = store(directory);
        try {
            Journal journal = new StoredJournal(store);
            require(journal.verify().intact(), journal.verify().detail());
            for (String line : acknowledgements) {
                long sequence = Long.parseLong(line.substring(0, line.indexOf(' ')));
                List<JournalEntry> entry = journal.read(sequence, 1);
                require(!entry.isEmpty(), "acknowledged entry " + sequence + " is gone, last is " + journal.last());
                require(line.endsWith(entry.getFirst().hash()), "acknowledged entry " + sequence + " is another one");
                acknowledgedAppends++;
            }
            requireWholeBatches(journal);
            checked = journal.last();
        } finally {
            store.close();
        }
    }

    private void requireWholeBatches(Journal journal) {
        long from = checked + 1;
        int expected = 1;
        for (JournalEntry entry : journal.read(from, 100_000)) {
            require(entry.sequence() == from++, "gap before entry " + entry.sequence());
            if (!(entry.record() instanceof JournalRecord.Noted noted)
                    || !noted.element().equals(CHILD))
                throw new AssertionError("kill " + kills + ": the journal speaks of damage: " + entry.record());
            String[] words = noted.what().split(" ");
            require(words[0].equals("" + expected), "half a batch at entry " + entry.sequence());
            expected = words[0].equals(words[2]) ? 1 : expected + 1;
            require(
                    journal.ofIncident(noted.incident()).contains(entry),
                    "entry " + entry.sequence() + " is not in the index");
        }
        require(expected == 1, "the last batch is not whole");
    }

    private long verified() {
        Store store = store(directory);
        try {
            Journal.Verification found = new StoredJournal(store).verify();
            require(found.intact(), found.detail());
            return found.entries();
        } finally {
            store.close();
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError("kill " + kills + ": " + otherwise);
    }
}

package io.x0tta6bl4.runtime.learning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code train graphsage …} and {@code bench graphsage …}; {@code ./x0 ml} and {@code ./x0 bench ml} call it. */
public final class Main {
    private static final String USAGE = "x0 ml train graphsage [--seed N] [--graphs N] [--epochs N] [--hidden N]"
            + " [--models DIR] [--card FILE] [--out DIR]";

    private Main() {}

    /** Ends with 0, 1 for a failure, 2 for words that were not understood. */
    public static void main(String[] words) throws Exception {
        try {
            if (words.length >= 2 && words[0].equals("train") && words[1].equals("graphsage")) train(List.of(words));
            else if (words.length >= 1 && words[0].equals("bench")) InferenceBench.run(List.of(words));
            else throw new IllegalArgumentException("use: " + USAGE);
        } catch (IllegalArgumentException e) {
            System.err.println("x0: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void train(List<String> words) throws IOException {
        Options options = new Options(words.subList(2, words.size()));
        GraphSage.Settings plain = GraphSage.Settings.DEFAULT;
        GraphSage.Settings settings = new GraphSage.Settings(
                options.number("--seed", plain.seed()),
                (int) options.number("--graphs", plain.graphs()),
                (int) options.number("--epochs", plain.epochs()),
                (int) options.number("--hidden", plain.hidden()));
        Path models = options.path("--models", "runtime/distribution/src/main/models");
        Path card = options.path("--card", "docs/models/graphsage.md");
        Path out = options.path("--out", "evidence/graphsage");
        options.done(USAGE);
        long begin = System.nanoTime();
        GraphSage.Result result = GraphSage.train(settings);
        ModelFiles.write(models, result);
        Files.createDirectories(card.toAbsolutePath().getParent());
        Files.writeString(card, Card.of(result));
        Files.createDirectories(out);
        Files.writeString(out.resolve("predictions.csv"), result.raw());
        System.out.printf(
                "trained in %.0f s: epoch %d, model %s, heard at %s%n",
                (System.nanoTime() - begin) / 1e9, result.epoch(), Data.digest(result.onnx()), result.helps());
        result.scores().forEach((set, score) -> {
            StringBuilder line = new StringBuilder(set + ": right first answers of faults");
            for (String method : Exam.METHODS)
                line.append(String.format(
                        java.util.Locale.ROOT,
                        "  %s %.3f",
                        method,
                        score.of(method, Exam.FAULTS).share()));
            System.out.println(line);
        });
        System.out.println(
                "written: " + models.resolve(GraphSage.ID) + ", " + card + ", " + out.resolve("predictions.csv"));
    }

    /** Options as pairs of words. */
    static final class Options {
        private final List<String> words;

        Options(List<String> words) {
            this.words = new ArrayList<>(words);
        }

        private String text(String name, String otherwise) {
            int at = words.indexOf(name);
            if (at < 0) return otherwise;
            if (at + 1 >= words.size()) throw new IllegalArgumentException(name + " needs a value");
            words.remove(at);
            return words.remove(at);
        }

        long number(String name, long otherwise) {
            String text = text(name, Long.toString(otherwise));
            if (!text.matches("\\d{1,18}")) throw new IllegalArgumentException(name + " needs a number, got " + text);
            return Long.parseLong(text);
        }

        Path path(String name, String otherwise) {
            return Path.of(text(name, otherwise));
        }

        void done(String usage) {
            if (!words.isEmpty()) throw new IllegalArgumentException("not understood: " + words + "; use: " + usage);
        }
    }
}

package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.ArrayList;
import java.util.List;

/** A watch file is wrong and was refused as a whole; the message names each place, at most {@value #LIMIT} of them. */
final class WatchFileRefused extends RuntimeException {
    static final int LIMIT = 20;
    private static final long serialVersionUID = 1L;

    WatchFileRefused(String file, List<Problem> errors) {
        super(message(file, errors));
    }

    private static String message(String file, List<Problem> errors) {
        List<String> lines = new ArrayList<>();
        errors.stream().limit(LIMIT).forEach(error -> lines.add(error.in(file)));
        if (errors.size() > LIMIT) lines.add(file + ": and " + (errors.size() - LIMIT) + " more errors");
        return String.join("\n", lines);
    }
}

package io.x0tta6bl4.runtime.launcher;

import java.nio.file.Path;
import java.util.Locale;

/** How the lines of {@code node.log} are written; {@code conf/} has a file for each. */
enum LogFormat {
    /** A line for people, as it always was. */
    TEXT,
    /** An object of JSON a line, for whoever collects logs. */
    JSON;

    static final String VARIABLE = "X0_LOG_FORMAT";

    /** What was asked for by {@value #VARIABLE}; {@link #TEXT} where nothing was. */
    static LogFormat asked(String value) throws Refusal {
        if (value == null || value.isBlank()) return TEXT;
        for (LogFormat format : values()) if (format.word().equals(value)) return format;
        throw Refusal.usage(VARIABLE + " is '" + value + "'; it is 'text' or 'json'.");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tells logback where to write and how, before it is there. */
    void set(Path directory) {
        System.setProperty("x0.log", directory.toString());
        System.setProperty("x0.log.format", word());
    }
}

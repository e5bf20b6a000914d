package io.x0tta6bl4.runtime.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a service reads from its configuration file: {@code label} (not blank) and {@code workers} (1 to 64). Both are
 * required; anything wrong keeps the service from starting.
 */
record Settings(String label, int workers) {
    private static final int MOST_WORKERS = 64;

    /** The file's settings, or words about what is wrong with it. */
    static Settings read(Path file) throws IOException {
        Properties properties = new Properties();
        if (!Files.isReadable(file)) throw new IOException("configuration " + file + " cannot be read; put it there");
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IllegalArgumentException e) {
            throw new IOException("configuration " + file + " is no properties file: " + e.getMessage(), e);
        }
        String label = require(properties, "label", file);
        String workers = require(properties, "workers", file);
        try {
            int number = Integer.parseInt(workers);
            if (number >= 1 && number <= MOST_WORKERS) return new Settings(label, number);
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IOException("configuration " + file + ": workers: found '" + workers
                + "', need a whole number from 1 to " + MOST_WORKERS);
    }

    private static String require(Properties properties, String key, Path file) throws IOException {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty())
            throw new IOException("configuration " + file + ": the required key " + key + " is missing");
        return value;
    }
}

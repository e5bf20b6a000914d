package io.x0tta6bl4.runtime.launcher;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** Where a number was measured. */
final class Environment {

    private Environment() {}

    static JsonObjectBuilder describe() {
        return Json.createObjectBuilder()
                .add("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .add("arch", System.getProperty("os.arch"))
                .add("cpus", Runtime.getRuntime().availableProcessors())
                .add("java", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"))
                .add("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** With {@code -dirty} when files differ from it; {@code unknown} outside a checkout. */
    static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? commit : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}

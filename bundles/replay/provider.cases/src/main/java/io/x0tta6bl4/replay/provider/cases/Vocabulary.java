package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a column measures, by the words its name is made of. */
final class Vocabulary {
    private static final Pattern LATENCY = Pattern.compile("latency|duration|response_?time|delay|elapsed");
    private static final Pattern CLIENT = Pattern.compile("client|outbound|egress|downstream|source");
    private static final Pattern GOOD = Pattern.compile("availability|success");
    private static final Pattern FAILED = Pattern.compile("error|fail|fault|exception");
    private static final Pattern RATE = Pattern.compile("rate|ratio|percent|share|%");
    private static final Pattern CALLS = Pattern.compile("request|workload|\\bops\\b|calls|qps|throughput|invocations");
    private static final Pattern RESOURCE =
            Pattern.compile("cpu|mem|disk|heap|thread|fd|handles|utili[sz]ation|usage|socket|diskio");

    private Vocabulary() {}

    static Measure measure(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        if (LATENCY.matcher(text).find())
            return CLIENT.matcher(text).find() ? Measure.CALLING_LATENCY : Measure.SERVING_LATENCY;
        if (GOOD.matcher(text).find() || FAILED.matcher(text).find()) return Measure.FAILURES;
        if (CALLS.matcher(text).find()) return Measure.CALLS;
        if (ofTheHost(text)) return Measure.ACTIVITY;
        return RESOURCE.matcher(text).find() ? Measure.UTILISATION : Measure.ACTIVITY;
    }

    /** The machine beneath is shared with others, so its load says little of one of them. */
    private static boolean ofTheHost(String text) {
        return text.startsWith("node") || text.startsWith("host");
    }

    /** Whether the number is a share of all calls and no count. */
    static boolean isRate(String name) {
        return RATE.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Whether the number is a share of what went well, to be turned into a share of what failed. */
    static boolean countsSuccess(String name) {
        return GOOD.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}

package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a column measures, by the words its name is made of. */
final class Vocabulary {
    private static final Pattern LATENCY = Pattern.compile("latency|duration|response[ _.-]?time|delay|elapsed");
    private static final Pattern CLIENT = Pattern.compile("client|outbound|egress|downstream|source");
    private static final Pattern GOOD = Pattern.compile("availability|success");
    private static final Pattern FAILED = Pattern.compile("error|fail|(?<!de)fault|exception|5xx|" + word("errs?"));
    private static final Pattern RATE = Pattern.compile("rate|ratio|percent|share|%|" + word("pct"));
    private static final Pattern CALLS =
            Pattern.compile("request|workload|\\bops\\b|calls|throughput|invocations|" + word("qps|rps|tps"));
    private static final Pattern RESOURCE = Pattern.compile(
            "cpu|mem(?!ber)|disk|heap|thread|fd|handles|utili[sz]ation|usage|socket|diskio|" + word("ram"));

    /** Faults of memory pages and sizes of requests have the words of calls in them, and are none. */
    private static final Pattern OTHERS =
            Pattern.compile("page[ _]?fault|pg(maj)?fault|request[ _.]?(body[ _.]?)?size");

    private static final Pattern HOST = Pattern.compile("^(node|host)(?![ _.]?js)");

    /** A name that says nothing but a quantile or the unit of a short time is that of a latency. */
    private static final Pattern QUANTILE = Pattern.compile(word("p(50|75|9[0-9.]*)") + "|" + word("ms|millis"));

    private Vocabulary() {}

    static Measure measure(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        if (OTHERS.matcher(text).find()) return Measure.ACTIVITY;
        if (LATENCY.matcher(text).find())
            return CLIENT.matcher(text).find() ? Measure.CALLING_LATENCY : Measure.SERVING_LATENCY;
        if (GOOD.matcher(text).find() || FAILED.matcher(text).find()) return Measure.FAILURES;
        if (CALLS.matcher(text).find()) return Measure.CALLS;
        // the machine beneath is shared with others, so its load says little of one of them
        if (HOST.matcher(text).find()) return Measure.ACTIVITY;
        if (RESOURCE.matcher(text).find()) return Measure.UTILISATION;
        return QUANTILE.matcher(text).find() ? Measure.SERVING_LATENCY : Measure.ACTIVITY;
    }

    private static String word(String words) {
        return "(?<![a-z0-9])(" + words + ")(?![a-z0-9])";
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

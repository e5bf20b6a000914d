package io.x0tta6bl4.monitor.provider.otlp;

import java.util.regex.Pattern;

/** Names and texts of others, made fit for the node. */
final class Words {
    private static final int TEXT = 200;
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9{}/%*._^-]{1,30}");
    private static final Pattern STEERING = Pattern.compile("\\p{Cntrl}+");

    private Words() {}

    /** A name for a signal or an element. */
    static String name(String given) {
        String cut = given.length() <= Limits.NAME ? given : given.substring(0, Limits.NAME);
        String fit = UNFIT.matcher(cut).replaceAll("_");
        return fit.isEmpty() ? "_" : fit;
    }

    /** A unit in UCUM, for example {@code By}, {@code 1/s}, {@code {order}}; {@code 1} when it is none. */
    static String unit(String given) {
        return UNIT.matcher(given).matches() ? given : "1";
    }

    /** A text for people: short, without characters that steer a terminal. */
    static String text(String given) {
        String cut = given.length() <= TEXT ? given : given.substring(0, TEXT) + "…";
        return STEERING.matcher(cut).replaceAll(" ").strip();
    }
}

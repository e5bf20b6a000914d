package io.x0tta6bl4.monitor.provider.kubernetes;

/** Words of others, made fit to be shown: short, and without characters that steer a terminal. */
final class Words {
    private static final int LIMIT = 240;

    private Words() {}

    static String of(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= LIMIT ? plain : plain.substring(0, LIMIT) + "…";
    }
}

package io.x0tta6bl4.platform.console;

/** Colours of a terminal. */
enum Colour {
    NONE(""),
    BOLD("1"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    GREY("90");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    String paint(String text) {
        return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}

package io.x0tta6bl4.identity.api;

import java.util.function.Consumer;

/** Puts every token that is refused on record: for whom it was meant, the reason, what was found; never the token. */
public final class RefusedTokens {
    private static final int SHOWN = 200;

    private final Consumer<String> audit;

    /** @param audit takes one sentence for each, and keeps a flood of them within its limits */
    public RefusedTokens(Consumer<String> audit) {
        this.audit = audit;
    }

    /** Returns the verdict as it is. */
    public JwtVerdict heard(JwtVerdict verdict, String audience) {
        if (verdict instanceof JwtVerdict.Refused(Refusal reason, String detail))
            audit.accept("identity refused a token shown to " + line(audience) + ": " + reason + ": " + line(detail));
        return verdict;
    }

    /** What a stranger sent, so that it makes no second line and no long one. */
    private static String line(String text) {
        String one = text.replaceAll("\\p{Cntrl}", " ");
        return one.length() > SHOWN ? one.substring(0, SHOWN) + "…" : one;
    }
}

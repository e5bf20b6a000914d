package io.x0tta6bl4.monitor.stub;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a script: {@code <element> <signal> state <value> [detail]}, {@code <element> <signal> number <value> <unit>}
 * or {@code <element> <signal> absent <reason>}.
 */
record Line(ElementId element, String signal, Reading reading) {
    private static final Pattern FORM = Pattern.compile(
            "(\\S+)\\s+(\\S+)\\s+(?:state\\s+(\\S+)(?:\\s+(.*))?|number\\s+(\\S+)\\s+(\\S+)|absent\\s+(.+))");

    static Line of(String text) {
        Matcher m = FORM.matcher(text.trim());
        if (!m.matches())
            throw new IllegalArgumentException("'" + text + "' is no line of a script: write"
                    + " '<element> <signal> state <value> [detail]', '… number <value> <unit>' or '… absent <reason>'");
        return new Line(new ElementId(m.group(1)), m.group(2), reading(m));
    }

    private static Reading reading(Matcher m) {
        if (m.group(3) != null) return new Reading.State(m.group(3), m.group(4) == null ? "" : m.group(4));
        if (m.group(5) != null) return new Reading.Measured(Double.parseDouble(m.group(5)), m.group(6));
        return new Reading.Absent(m.group(7));
    }
}

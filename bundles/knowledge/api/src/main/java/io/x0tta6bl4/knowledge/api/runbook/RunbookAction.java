package io.x0tta6bl4.knowledge.api.runbook;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * An action that a runbook proposes for a kind of incident. It names a step of the catalogue; it cannot bring one of its own.
 *
 * @param document where it stands
 * @param line of its front matter in the document, from 1
 * @param digest of all that it says, 12 hexadecimal digits: what was learnt of it holds for these words only
 * @param causes kinds of cause it is for, at least one; never a faulty sensor
 * @param element the element it is for; empty for any
 * @param elementClass the class of elements it is for; empty for any
 * @param signal the signal that a symptom of the element must be about; empty for any
 * @param step name of the step, commands joined by plus signs, for example {@code process.restart}
 * @param hook for {@code hook.call}: which of the element's own hooks
 */
public record RunbookAction(
        String document,
        int line,
        String digest,
        Set<Cause.Kind> causes,
        String element,
        String elementClass,
        String signal,
        String step,
        Optional<URI> hook) {
    public RunbookAction {
        causes = Set.copyOf(causes);
        if (causes.isEmpty()) throw new IllegalArgumentException("it names no cause that it is for");
        if (causes.contains(Cause.Kind.SENSOR_FAULT))
            throw new IllegalArgumentException("nothing is done to an element on the word of a faulty sensor");
        if (causes.contains(Cause.Kind.UNKNOWN) && (element.isEmpty() || signal.isEmpty()))
            throw new IllegalArgumentException("for the cause unknown it must name the element and the signal");
        if (!digest.matches("[0-9a-f]{12}"))
            throw new IllegalArgumentException("'" + digest + "' is no digest of 12 hexadecimal digits");
        if (!step.matches("[a-z]+\\.[a-z-]+(\\+[a-z]+\\.[a-z-]+)*"))
            throw new IllegalArgumentException("'" + step + "' is no name of a step");
        if (line < 1) throw new IllegalArgumentException("lines count from 1");
    }

    /** Whether it is for this diagnosis of this element. */
    public boolean matches(Element target, Diagnosis diagnosis) {
        return diagnosis.cause().filter(c -> causes.contains(c.kind())).isPresent()
                && (element.isEmpty() || element.equals(target.id().value()))
                && (elementClass.isEmpty() || elementClass.equals(target.elementClass()))
                && (signal.isEmpty()
                        || diagnosis.symptoms().stream()
                                .anyMatch(s -> s.element().equals(target.id())
                                        && s.signal().equals(signal)));
    }

    /** Where it stands, for people. */
    public String citation() {
        return document + ":" + line;
    }
}

package io.x0tta6bl4.monitor.api.probe;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which questions are asked of which element, kept in agreement with the model: what is new begins, what changed begins anew, what
 * is gone ends, and the rest goes on undisturbed.
 *
 * @param <Q> what is asked; equal questions are the same
 */
public final class Questions<Q> implements AutoCloseable {
    private final Map<ElementId, Asked<Q>> asked = new HashMap<>();
    private final Function<Element, List<Q>> of;
    private final BiFunction<ElementId, List<Q>, List<Rounds.Round>> begin;

    private record Asked<Q>(List<Q> questions, List<Rounds.Round> rounds) {}

    /**
     * @param of the questions of an element; none for one that the sensor does not understand
     * @param begin starts the rounds of an element's questions
     */
    public Questions(Function<Element, List<Q>> of, BiFunction<ElementId, List<Q>, List<Rounds.Round>> begin) {
        this.of = of;
        this.begin = begin;
    }

    /** Applies the difference to what is asked now. */
    public synchronized void follow(Model model) {
        for (Iterator<Map.Entry<ElementId, Asked<Q>>> all = asked.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<ElementId, Asked<Q>> one = all.next();
            List<Q> now = model.element(one.getKey()).map(of).orElse(List.of());
            if (now.equals(one.getValue().questions())) continue;
            end(one.getValue());
            all.remove();
        }
        for (Element element : model.elements()) {
            List<Q> questions = of.apply(element);
            if (!questions.isEmpty() && !asked.containsKey(element.id()))
                asked.put(element.id(), new Asked<>(questions, begin.apply(element.id(), questions)));
        }
    }

    private static void end(Asked<?> one) {
        one.rounds().forEach(Rounds.Round::close);
    }

    /** Nothing is asked any more. */
    @Override
    public synchronized void close() {
        asked.values().forEach(Questions::end);
        asked.clear();
    }
}

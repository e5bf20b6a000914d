package io.x0tta6bl4.itests.scenarios.demo;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.x0tta6bl4.itests.scenarios.node.ActionView;
import io.x0tta6bl4.itests.scenarios.node.ChainView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a trace holds all that the journal says of its incident. */
final class TraceCheck {
    private TraceCheck() {}

    /** What is missing, in words; empty when the trace is whole. */
    static List<String> broken(ChainView chain, List<Span> spans) {
        if (chain.trace().isEmpty()) return List.of("the journal names no trace");
        List<String> broken = new ArrayList<>();
        Set<String> names = spans.stream().map(Span::getName).collect(Collectors.toSet());
        for (String step : List.of("observation", "analysis", "diagnosis"))
            if (!names.contains(step)) broken.add("no span " + step);
        boolean over = chain.incident().in("RESOLVED", "CLEARED");
        if (over && !names.contains("incident")) broken.add("it is over, yet there is no span incident");
        orphans(spans, over, broken);
        for (ActionView action : chain.actions()) if (action.carriedOut()) action(action, spans, broken);
        return broken;
    }

    /** The first span of an incident that goes on is told at its end; its place is known from the id. */
    private static void orphans(List<Span> spans, boolean over, List<String> broken) {
        Set<ByteString> places = spans.stream().map(Span::getSpanId).collect(Collectors.toSet());
        for (Span span : spans) {
            ByteString parent = span.getParentSpanId();
            boolean first = !over && span.getTraceId().startsWith(parent);
            if (!parent.isEmpty() && !places.contains(parent) && !first)
                broken.add(span.getName() + " without its parent");
        }
    }

    private static void action(ActionView action, List<Span> spans, List<String> broken) {
        List<Span> told = spans.stream()
                .filter(span -> span.getName().equals("action " + action.command()))
                .filter(span -> span.getAttributesList().stream()
                        .anyMatch(a -> a.getKey().equals("x0.action.id")
                                && a.getValue().getStringValue().equals(action.id())))
                .toList();
        if (told.size() != 1) broken.add(told.size() + " spans of action " + action.id());
        else if (action.verified()
                && spans.stream()
                        .noneMatch(s -> s.getName().equals("verification")
                                && s.getParentSpanId().equals(told.getFirst().getSpanId())))
            broken.add("no verification of " + action.id());
    }
}

package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at what depends on what: every name must be there, and no configured element may need itself in the end. */
final class DependencyCheck {
    private static final int SHOWN = 20;

    private final Map<String, Given> elements;
    private final Problems problems;
    private final Map<String, List<Given>> edges = new HashMap<>();
    private int cycles;

    DependencyCheck(Map<String, Given> elements, Problems problems) {
        this.elements = elements;
        this.problems = problems;
    }

    void run() {
        elements.forEach((name, given) -> edges.put(name, known(name, (Values) given.value())));
        Set<String> done = new HashSet<>();
        for (String name : elements.keySet()) if (cycles < WatchFileRefused.LIMIT) walk(name, done);
    }

    private List<Given> known(String name, Values element) {
        List<Given> result = new ArrayList<>();
        Map<Object, Place> seen = new HashMap<>();
        for (Given item : element.items("depends-on")) {
            String on = ((ElementId) item.value()).value();
            Place first = seen.putIfAbsent(item.value(), item.place());
            if (first != null)
                problems.error(item.place(), "depends-on: '" + on + "' is there twice; first at " + first);
            else if (on.equals(name)) problems.error(item.place(), "depends-on: '" + on + "' depends on itself");
            else if (elements.containsKey(on)) result.add(item);
            else if (!discovered(on)) problems.error(item.place(), unknown(on));
        }
        return result;
    }

    /** Discovered elements come and go, so their names are not held against anything. */
    private static boolean discovered(String name) {
        return name.equals("host")
                || name.startsWith("bundle/")
                || name.startsWith("component/")
                || name.startsWith("feature/")
                || name.equals("cluster-api")
                || name.startsWith("cluster-node/")
                || name.startsWith("pod/");
    }

    private String unknown(String name) {
        String list = elements.size() <= 20 ? String.join(", ", elements.keySet()) + ", " : "an element of this file, ";
        return "depends-on: unknown element '" + name + "'" + problems.hint(name, elements.keySet()) + "; allowed: "
                + list + "host, bundle/…, component/…";
    }

    /** Depth first without recursion, so that a long chain of elements cannot overflow the stack. */
    private void walk(String start, Set<String> done) {
        if (done.contains(start)) return;
        Map<String, Iterator<Given>> path = new HashMap<>();
        Deque<String> names = new ArrayDeque<>();
        enter(start, path, names);
        while (!names.isEmpty() && cycles < WatchFileRefused.LIMIT) {
            String name = names.peekLast();
            Iterator<Given> next = path.get(name);
            if (!next.hasNext()) {
                done.add(name);
                path.remove(names.removeLast());
                continue;
            }
            Given to = next.next();
            String on = ((ElementId) to.value()).value();
            if (path.containsKey(on)) refuse(to.place(), names, on);
            else if (!done.contains(on)) enter(on, path, names);
        }
    }

    private void enter(String name, Map<String, Iterator<Given>> path, Deque<String> names) {
        path.put(name, edges.get(name).iterator());
        names.addLast(name);
    }

    private void refuse(Place place, Deque<String> names, String back) {
        cycles++;
        List<String> path = new ArrayList<>(names);
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(back), path.size()));
        int more = cycle.size() - SHOWN;
        if (more > 0) cycle.subList(SHOWN / 2, SHOWN / 2 + more).clear();
        if (more > 0) cycle.add(SHOWN / 2, "(" + more + " more)");
        cycle.add(back);
        problems.error(place, "depends-on: a cycle, " + String.join(" -> ", cycle));
    }
}

package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Turns YAML 1.2 into a {@link Tree}, from events, so that depth and aliases are limited before they cost anything. */
final class TreeReader {
    static final int DEPTH_LIMIT = 32;
    static final int ALIAS_LIMIT = 1_000;
    static final int VALUE_LIMIT = 500_000;

    private final Problems problems;
    private final Iterator<Event> events;
    private final Map<String, Tree> anchors = new HashMap<>();
    private int aliases;

    /** Ends the reading; the problem is reported already. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    private TreeReader(String text, Problems problems) {
        this.problems = problems;
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** The one document of the text; empty when there is none or when a problem was reported. */
    static Optional<Tree> read(String text, Problems problems) {
        try {
            return new TreeReader(text, problems).document();
        } catch (Stop e) {
            return Optional.empty();
        } catch (MarkedYamlEngineException e) {
            syntax(text, e, problems);
        } catch (ReaderException e) {
            int index = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
            String found = "a character that YAML does not allow, U+" + "%04X".formatted(e.getCodePoint());
            problems.error(Place.of(text, index), found + "; write it as an escape in double quotes");
        } catch (YamlEngineException e) {
            problems.error(Place.START, "not readable as YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static void syntax(String text, MarkedYamlEngineException e, Problems problems) {
        Place place =
                e.getProblemMark().or(e::getContextMark).map(TreeReader::place).orElse(Place.START);
        boolean tab = e.getProblemMark()
                .filter(mark ->
                        mark.getPointer() < mark.getBuffer().length && mark.getBuffer()[mark.getPointer()] == '\t')
                .isPresent();
        String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
        if (tab) problems.error(place, "a tab; YAML is indented with spaces only");
        else problems.error(place, "not readable as YAML: " + e.getProblem() + context);
    }

    private Optional<Tree> document() {
        Optional<Tree> found = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            if (!(event instanceof NodeEvent)) continue;
            if (found.isPresent()) throw stop(place(event), "a second document; a watch file is one");
            found = Optional.of(value(event, 0));
        }
        return found;
    }

    private Tree value(Event event, int depth) {
        if (depth > DEPTH_LIMIT) throw stop(place(event), "nested deeper than " + DEPTH_LIMIT + " levels");
        Tree tree = switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent sequence -> sequence(sequence, depth);
            case MappingStartEvent mapping -> mapping(mapping, depth);
            default -> throw stop(place(event), "not readable as YAML");
        };
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent))
            node.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), tree));
        return tree;
    }

    private Tree alias(AliasEvent event) {
        String name = event.getAlias().getValue();
        Tree tree = anchors.get(name);
        if (++aliases > ALIAS_LIMIT) throw stop(place(event), "more than " + ALIAS_LIMIT + " aliases");
        if (tree == null) throw stop(place(event), "alias '*" + name + "' names no anchor that ends before it");
        return tree;
    }

    private Tree.Scalar scalar(ScalarEvent event) {
        event.getTag().ifPresent(tag -> refuseTag(event, tag));
        return new Tree.Scalar(event.getValue(), event.isPlain(), place(event));
    }

    private Tree sequence(CollectionStartEvent start, int depth) {
        start.getTag().ifPresent(tag -> refuseTag(start, tag));
        List<Tree> items = new ArrayList<>();
        int size = 1;
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Tree item = value(event, depth + 1);
            items.add(item);
            size = sum(event, size, item.size());
        }
        return new Tree.Sequence(List.copyOf(items), place(start), size);
    }

    private Tree mapping(CollectionStartEvent start, int depth) {
        start.getTag().ifPresent(tag -> refuseTag(start, tag));
        List<Tree.Entry> entries = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        int size = 1;
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent name)) throw stop(place(event), "a key that is no text");
            Tree.Scalar key = (Tree.Scalar) value(name, depth + 1);
            Tree value = value(events.next(), depth + 1);
            size = sum(event, size, value.size());
            Place first = seen.putIfAbsent(key.text(), key.place());
            if (first == null) entries.add(new Tree.Entry(key, value));
            else problems.error(key.place(), "'" + key.text() + "' is there twice; first at " + first);
        }
        return new Tree.Mapping(List.copyOf(entries), place(start), size);
    }

    private int sum(Event event, int size, int more) {
        if (size + more > VALUE_LIMIT)
            throw stop(place(event), "more than " + VALUE_LIMIT + " values, counting every alias in full");
        return size + more;
    }

    private void refuseTag(Event event, String tag) {
        problems.error(place(event), "tag '" + tag + "'; a watch file has no tags");
    }

    private Stop stop(Place place, String text) {
        problems.error(place, text);
        return new Stop();
    }

    private static Place place(Event event) {
        return event.getStartMark().map(TreeReader::place).orElse(Place.START);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}

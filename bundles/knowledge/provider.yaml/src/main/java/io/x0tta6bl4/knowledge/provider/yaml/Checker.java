package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a tree against a shape: parses what fits, reports everything that does not. */
final class Checker {
    private final Problems problems;

    Checker(Problems problems) {
        this.problems = problems;
    }

    /** The value, if the tree is of the right kind; problems inside a table or list leave out only their own value. */
    Optional<Object> check(Tree tree, Shape shape, String name) {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar(tree, scalar, name);
            case Shape.Table table -> table(tree, table, name);
            case Shape.Named named -> named(tree, named, name);
            case Shape.Many many -> many(tree, many, name);
        };
    }

    private Optional<Object> scalar(Tree tree, Shape.Scalar shape, String name) {
        if (!(tree instanceof Tree.Scalar scalar) || scalar.isNothing()) return mismatch(tree, shape, name);
        try {
            return Optional.of(shape.parse().apply(scalar.text()));
        } catch (IllegalArgumentException e) {
            problems.error(tree.place(), name + ": " + e.getMessage() + "; allowed: " + shape.allowed());
            return Optional.empty();
        }
    }

    private Optional<Object> table(Tree tree, Shape.Table shape, String name) {
        boolean empty = tree instanceof Tree.Scalar scalar && scalar.isNothing();
        if (empty && shape.mayBeEmpty()) return Optional.of(new Values(Map.of(), tree.place(), true));
        if (!(tree instanceof Tree.Mapping mapping)) return mismatch(tree, shape, name);
        int before = problems.errorCount();
        Map<String, Given> values = new LinkedHashMap<>();
        for (Tree.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            field(shape, key)
                    .ifPresentOrElse(
                            field -> put(values, entry, field.shape(), key),
                            () -> problems.error(entry.key().place(), Suggestion.unknownKey(key, keys(shape))));
        }
        completeness(mapping, shape, name);
        return Optional.of(new Values(values, mapping.place(), problems.errorCount() == before));
    }

    private void put(Map<String, Given> values, Tree.Entry entry, Shape shape, String name) {
        check(entry.value(), shape, name)
                .ifPresent(value -> values.put(
                        entry.key().text(),
                        new Given(value, entry.key().place(), entry.value().place())));
    }

    private void completeness(Tree.Mapping mapping, Shape.Table shape, String name) {
        List<String> present =
                mapping.entries().stream().map(entry -> entry.key().text()).toList();
        for (Shape.Field field : shape.fields())
            if (field.required() && !present.contains(field.key()))
                problems.error(mapping.place(), name + ": '" + field.key() + "' is missing: " + field.help());
        if (shape.oneOf().isEmpty()) return;
        List<String> chosen = present.stream().filter(shape.oneOf()::contains).toList();
        if (chosen.size() == 1) return;
        String found = chosen.isEmpty() ? "none" : String.join(" and ", chosen);
        problems.error(
                mapping.place(),
                name + ": needs exactly one of " + String.join(", ", shape.oneOf()) + "; found " + found);
    }

    private Optional<Object> named(Tree tree, Shape.Named shape, String name) {
        if (!(tree instanceof Tree.Mapping mapping)) return mismatch(tree, shape, name);
        Map<String, Given> values = new LinkedHashMap<>();
        for (Tree.Entry entry : mapping.entries())
            if (scalar(entry.key(), shape.key(), name).isPresent())
                put(values, entry, shape.value(), entry.key().text());
        return Optional.of(values);
    }

    private Optional<Object> many(Tree tree, Shape.Many shape, String name) {
        if (shape.splitText() && tree instanceof Tree.Scalar scalar && !scalar.isNothing()) return split(scalar, name);
        if (!(tree instanceof Tree.Sequence sequence)) return mismatch(tree, shape, name);
        if (sequence.items().size() > Shape.Many.LIMIT) {
            problems.error(tree.place(), name + ": more than " + Shape.Many.LIMIT + " items in a list");
            return Optional.empty();
        }
        List<Given> values = new ArrayList<>();
        for (Tree item : sequence.items())
            check(item, shape.item(), name)
                    .ifPresent(value -> values.add(new Given(value, item.place(), item.place())));
        return Optional.of(values);
    }

    private Optional<Object> split(Tree.Scalar scalar, String name) {
        try {
            List<Given> words = CommandLine.split(scalar.text()).stream()
                    .map(word -> new Given(word, scalar.place(), scalar.place()))
                    .toList();
            return Optional.of(words);
        } catch (IllegalArgumentException e) {
            problems.error(scalar.place(), name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Object> mismatch(Tree tree, Shape shape, String name) {
        String allowed = shape instanceof Shape.Scalar scalar ? "; allowed: " + scalar.allowed() : "";
        problems.error(
                tree.place(), name + ": found " + tree.words() + " where " + shape.words() + " belongs" + allowed);
        return Optional.empty();
    }

    private static Optional<Shape.Field> field(Shape.Table shape, String key) {
        return shape.fields().stream().filter(field -> field.key().equals(key)).findFirst();
    }

    private static List<String> keys(Shape.Table shape) {
        return shape.fields().stream().map(Shape.Field::key).toList();
    }
}

package io.x0tta6bl4.rag.provider.lucene.reading;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What stands between two lines of {@code ---} at the head of a Markdown file: YAML, flattened to texts.
 *
 * @param lines how many lines of the file it takes
 * @param metadata keys of nested ones joined by dots, lists joined by commas
 */
record FrontMatter(int lines, Map<String, String> metadata) {
    private static final int MOST_LINES = 200;
    private static final int MOST_KEYS = 64;
    private static final int LONGEST = 1000;

    static FrontMatter of(String text) throws Unreadable {
        List<String> head = text.lines().limit(MOST_LINES).toList();
        if (head.isEmpty() || !head.getFirst().strip().equals("---")) return new FrontMatter(0, Map.of());
        int end = head.subList(1, head.size()).indexOf("---") + 1;
        if (end == 0) return new FrontMatter(0, Map.of());
        String yaml = head.subList(1, end).stream().collect(Collectors.joining("\n"));
        Map<String, String> metadata = new TreeMap<>();
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setMaxAliasesForCollections(10)
                    .setCodePointLimit(64 * 1024)
                    .build();
            if (new Load(settings).loadFromString(yaml) instanceof Map<?, ?> map) flatten("", map, metadata, 0);
        } catch (StackOverflowError e) {
            throw new Unreadable("its front matter is nested deeper than can be read, or in itself");
        } catch (YamlEngineException e) {
            throw new Unreadable("its front matter is no YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return new FrontMatter(end + 1, metadata);
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> metadata, int depth)
            throws Unreadable {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = prefix + entry.getKey();
            if (entry.getValue() instanceof Map<?, ?> nested && depth < 4)
                flatten(key + ".", nested, metadata, depth + 1);
            else if (entry.getValue() != null) metadata.put(key, value(entry.getValue()));
            if (metadata.size() > MOST_KEYS)
                throw new Unreadable("its front matter has more than " + MOST_KEYS + " keys");
        }
    }

    private static String value(Object value) {
        String text = value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}

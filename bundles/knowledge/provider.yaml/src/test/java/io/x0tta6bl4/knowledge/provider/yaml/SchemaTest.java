package io.x0tta6bl4.knowledge.provider.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Path COMMITTED = Path.of("../../../runtime/distribution/src/main/schema/watch.schema.json");

    @Test
    void the_schema_of_the_distribution_is_the_one_the_code_makes() throws IOException {
        if (Boolean.getBoolean("x0.schema.write")) Files.writeString(COMMITTED, JsonSchema.text());
        assertThat(Files.readString(COMMITTED))
                .as("run mvn -pl bundles/knowledge/provider.yaml -am test -Dx0.schema.write=true and commit the schema")
                .isEqualTo(JsonSchema.text());
    }

    @Test
    void every_setting_of_every_brake_can_be_written() {
        Map<String, Object> brakes = BrakesSchema.components(Brakes.defaults());
        assertThat(keys(BrakesSchema.TABLE)).isEqualTo(brakes.keySet());
        for (Shape.Field field : BrakesSchema.TABLE.fields())
            assertThat(keys(field.shape()))
                    .as(field.key())
                    .isEqualTo(BrakesSchema.components((Record) brakes.get(field.key()))
                            .keySet());
    }

    @Test
    void the_guide_names_every_key() throws IOException {
        String guide = Files.readString(Fixture.DOCS);
        Set<String> all = new TreeSet<>();
        collect(WatchSchema.ROOT, all);
        assertThat(all)
                .hasSizeGreaterThan(70)
                .allSatisfy(key -> assertThat(guide).contains("`" + key + "`"));
    }

    private static Set<String> keys(Shape shape) {
        return new TreeSet<>(
                ((Shape.Table) shape).fields().stream().map(Shape.Field::key).toList());
    }

    private static void collect(Shape shape, Set<String> keys) {
        List<Shape> parts = switch (shape) {
            case Shape.Table table ->
                table.fields().stream().map(Shape.Field::shape).toList();
            case Shape.Named named -> List.of(named.value());
            case Shape.Many many -> List.of(many.item());
            case Shape.Scalar scalar -> List.of();
        };
        if (shape instanceof Shape.Table) keys.addAll(keys(shape));
        parts.forEach(part -> collect(part, keys));
    }
}

package io.x0tta6bl4.feature.provider.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.feature.provider.felix.text.WrongText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureTextTest {
    private static FeatureText read(String text) throws WrongText {
        return FeatureText.read(text, Map.of("felix.known", "1")::get);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"id": "a:b:1", "bundles": ["a:b"]}                                   | line 1 | group:artifact:version
        {"id": "a:b:1", "bundles": [{"id": "a:b:1", "start-order": 101}]}      | line 1 | 1 to 100
        {"id": "a:b:1", "bundles": ["a:b:1", "a:b:1"]}                         | line 1 | there twice
        {"id": "a:b:1", "id": "a:c:1"}                                         | line 1 | there twice
        {"bundles": []}                                                        | line 1 | has no "id"
        {"id": "a:b:1", "prototype": {}}                                       | line 1 | another launcher
        {"id": "a:b:1", "variables": {"x": null}}                              | line 1 | has no value
        {"id": "a:b:1", "extensions": {"y": {"kind": "must"}}}                 | line 1 | none of mandatory
        {"id": "a:b:1", "extensions": {"y": {"kind": "mandatory"}}}            | line 1 | does not know it
        {"id": "a:b:1", "bundles": [{"id": "a:b:1", "sha256": "4711"}]}        | line 1 | SHA-256 in 64
        {"id": "a:b:1", "bundles": [{"id": "a:b:1", "hash": "0123456789abcdef0123456789abcdef"}]} | line 1 | SHA-256 in 64
        {"id": "a:b:1", "bundles": [                                           | line 1 | JSON
        """)
    void what_is_wrong_is_said_with_its_place(String text, String place, String why) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(WrongText.class).hasMessageContainingAll(place, why);
    }

    @Test
    void a_hash_that_others_wrote_is_noted_and_not_taken_for_a_digest() throws WrongText {
        FeatureText read =
                read("{\"id\": \"a:b:1\", \"bundles\": [\n{\"id\": \"a:b:1\", \"hash\": \"4632463464363646436\"}]}");

        assertThat(read.bundles().getFirst().sha256()).isEmpty();
        assertThat(read.notes())
                .containsExactly("line 2: the hash '4632463464363646436' is no SHA-256 and is not checked");
    }

    @Test
    void the_line_is_that_of_the_wrong_value_below_comments_too() {
        String text = "{ // one\n /* two\n three */ \"id\": \"a:b:1\",\n \"bundles\": [\n {\"id\": 7} ]}";

        assertThatThrownBy(() -> read(text)).hasMessageStartingWith("line 5, column ");
    }

    @Test
    void a_mandatory_property_of_the_framework_has_to_be_as_wanted() throws WrongText {
        String text =
                "{\"id\": \"a:b:1\", \"extensions\": {\"framework-launching-properties\": {\"kind\": \"mandatory\","
                        + " \"json\": {\"felix.known\": \"1\"}}}}";

        assertThat(read(text).notes()).isEmpty();
        assertThatThrownBy(() -> read(text.replace("\"1\"}}}}", "\"2\"}}}}")))
                .hasMessageContaining("felix.known has to be '2', this node was started with '1'");
    }

    @Test
    void equal_features_have_one_canonical_text_however_they_are_written() throws WrongText {
        String one = read("{\"id\": \"a:b:1\", \"name\": \"x\"}").tree().canonical();
        String other = read("{ /* c */ \"name\" : \"\\u0078\",\n\"id\":\"a:b:1\"}")
                .tree()
                .canonical();

        assertThat(one).isEqualTo(other).isEqualTo("{\"id\":\"a:b:1\",\"name\":\"x\"}");
    }

    @ParameterizedTest
    @CsvSource({"1.0.0,1.0.1", "1.9,1.10", "1.0-SNAPSHOT,1.0", "1.0.0,2", "1,1.0.1"})
    void versions_are_ordered_as_people_read_them(String lower, String higher) {
        assertThat(Coordinates.compare(lower, higher)).isNegative();
        assertThat(Coordinates.compare(higher, lower)).isPositive();
    }

    @Test
    void coordinates_do_not_lead_out_of_a_repository() {
        assertThatThrownBy(() -> Coordinates.parse("a:../../etc:1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Coordinates.parse("a:b/c:1")).isInstanceOf(IllegalArgumentException.class);
    }
}

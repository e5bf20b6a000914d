package io.x0tta6bl4.replay.provider.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.element.AnomalyWatch;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.ReplayWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which observations a series and an entity become under a watch file, and when. */
class BackTestTest {
    @TempDir
    Path directory;

    private static Element element(String name, String... signals) {
        return new Element(
                new ElementId(name),
                new Subject.Endpoint(),
                "endpoint",
                "default",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                new AnomalyWatch(List.of(signals), false, true, Response.HEAL));
    }

    private static Watching watching(Element... elements) {
        return new Watching(List.of(new Model(1, "n", Arrays.asList(elements), Policy.defaults())));
    }

    private Inputs inputs(String... namesAndRows) throws IOException, BadInput {
        for (int i = 0; i < namesAndRows.length; i += 2) {
            Path file = directory.resolve(namesAndRows[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, namesAndRows[i + 1]);
        }
        return Inputs.of(directory);
    }

    private static List<String> ticks(BackTest.Source source) throws BadInput {
        List<String> ticks = new ArrayList<>();
        source.read((at, observations) -> ticks.add(at.getEpochSecond() + ":"
                + observations.stream().map(o -> o.element() + "/" + o.signal()).toList()));
        return ticks;
    }

    @Test
    void series_of_several_elements_come_on_one_clock_and_what_nobody_watches_stays_out() throws Exception {
        SeriesSource source = SeriesSource.of(
                inputs(
                        "store/x-queue.csv", "timestamp,value\n60,1\n120,NaN\n180,3\n100,4\n",
                        "shop/errors.csv", "timestamp,value\n60,1\n90,2\n",
                        "shop/load.csv", "timestamp,value\n60,1\n",
                        "nobody/x-queue.csv", "timestamp,value\n60,1\n"),
                watching(element("store", "x-queue"), element("shop", "x-errors")));

        assertThat(ticks(source))
                .containsExactly(
                        "60:[shop/x-errors, store/x-queue]",
                        "90:[shop/x-errors]",
                        "120:[]",
                        "180:[store/x-queue]",
                        "180:[store/x-queue]");
        assertThat(ticks(source)).hasSize(5);
    }

    @Test
    void a_series_without_a_directory_is_of_the_only_element() throws Exception {
        Inputs inputs = inputs("x-queue.csv", "timestamp,value\n60,1\n");
        assertThat(ticks(SeriesSource.of(inputs, watching(element("store", "x-queue"), element("idle")))))
                .containsExactly("60:[store/x-queue]");
        assertThatThrownBy(() ->
                        SeriesSource.of(inputs, watching(element("store", "x-queue"), element("shop", "x-queue"))))
                .isInstanceOf(BadInput.class);
    }

    @Test
    void what_no_watch_file_names_is_refused_with_what_was_found_and_what_is_watched() throws Exception {
        Inputs inputs = inputs("store/size.csv", "timestamp,value\n60,1\n");
        assertThatThrownBy(() -> SeriesSource.of(inputs, watching(element("store", "x-queue"))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("found is store/size.csv, watched are: store/x-queue");
        Inputs twice = inputs(
                "a/queue.csv", "timestamp,value\n60,1\n",
                "a/x-queue.csv", "timestamp,value\n60,1\n");
        assertThatThrownBy(() -> SeriesSource.of(twice, watching(element("a", "x-queue"))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("are both x-queue of a: take one away");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp,value;60,one | x-queue.csv:2: 'value' is 'one', and that is no number",
                "timestamp,value;noon,1 | x-queue.csv:2: 'noon' is no time",
                "time,value;60,1 | x-queue.csv:1: a series begins with the line timestamp,value",
                "timestamp,value; | x-queue.csv:2: there is no row after the header"
            })
    void a_bad_series_is_refused_with_file_and_line(String text, String words) throws Exception {
        SeriesSource source = SeriesSource.of(
                inputs("store/x-queue.csv", text.replace(';', '\n')), watching(element("store", "x-queue")));
        assertThatThrownBy(() -> ticks(source)).isInstanceOf(BadInput.class).hasMessageContaining(words);
    }

    @Test
    void an_entity_is_the_element_of_its_name_and_its_columns_are_signals_by_name_or_number() throws Exception {
        Inputs inputs = inputs(
                "e_train.csv", "cpu,x-mem,disk\n1,2,3\n",
                "e_test.csv", "cpu,x-mem,disk\n1,,3\n4,5,6\n",
                "f_train.csv", "1,2\n",
                "f_test.csv", "3,4\n");
        EntitySource source = EntitySource.of(
                inputs,
                EntitiesReplay.Entity.all(inputs),
                watching(element("e", "x-cpu", "x-mem"), element("f", "x-1")));

        assertThat(ticks(source))
                .containsExactly("0:[e/x-cpu, e/x-mem, f/x-1]", "60:[e/x-cpu, f/x-1]", "120:[e/x-cpu, e/x-mem]");
    }

    @Test
    void an_entity_that_no_watch_file_names_is_refused() throws Exception {
        Inputs inputs = inputs("e_train.csv", "cpu\n1\n", "e_test.csv", "cpu\n1\n");
        List<EntitiesReplay.Entity> entities = EntitiesReplay.Entity.all(inputs);
        assertThatThrownBy(() -> EntitySource.of(inputs, entities, watching(element("other", "x-cpu"))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("found is e/cpu, watched are: other/x-cpu");
    }

    @Test
    void without_another_watch_file_the_same_signals_are_compared_as_if_there_were_no_policy() {
        Model model = new Model(1, "n", List.of(element("e", "x-b", "x-a")), Policy.defaults());
        AnomalyWatch plain =
                Watching.plain(model, true).elements().iterator().next().anomalies();
        assertThat(plain).isEqualTo(new AnomalyWatch(List.of("x-a", "x-b"), true, true, Response.PAGE));
    }

    @Test
    void options_that_mean_nothing_are_refused_in_words() {
        ReplayWords alone = ReplayWords.parse(List.of("in", "--against", "w.yaml"), Set.of("against", "policy"));
        assertThatThrownBy(() -> BackTest.asked(alone, Set.of("plans")))
                .hasMessage("--against is for a replay with --policy WATCH.yaml");
        ReplayWords plans = ReplayWords.parse(List.of("in", "--policy=w.yaml", "--plans=p"), Set.of("plans", "policy"));
        assertThatThrownBy(() -> BackTest.asked(plans, Set.of("plans")))
                .hasMessageContaining("plans are rows of --out");
    }
}

package io.x0tta6bl4.platform.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.loop.api.BrakeState;
import io.x0tta6bl4.loop.api.ElementHealth;
import io.x0tta6bl4.loop.api.Lesson;
import io.x0tta6bl4.loop.api.LevelState;
import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.loop.api.LoopStatus;
import jakarta.json.Json;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.jline.builtins.Completers.CompletionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final ElementId STORE = new ElementId("store");
    private static final ElementId BUNDLE = new ElementId("bundle/a.b");
    private static final Observation EXITED =
            Observation.state(STORE, Signals.PROCESS_STATE, "exited", "137", AT, "process");
    private static final Symptom DOWN = new Symptom(
            STORE,
            Symptom.Kind.DOWN,
            Signals.PROCESS_STATE,
            AT,
            1,
            "state",
            Threshold.Response.HEAL,
            List.of(EXITED),
            "its process ended with 137");
    private static final Diagnosis DIAGNOSIS = new Diagnosis(
            List.of(new Cause(STORE, Cause.Kind.PROCESS_EXITED, 0.9, "the deepest abnormal element")),
            List.of(DOWN),
            Set.of(new ElementId("orders")),
            "store explains orders");
    private static final Incident INCIDENT =
            new Incident("I-000042", STORE, DIAGNOSIS, Incident.State.RESOLVED, AT, AT, AT, 1, "held for 30 s");
    private static final Action RESTART = new Action(
            "A-7",
            STORE,
            new Command.StartProcess(),
            Action.Precondition.TARGET_STILL_SICK,
            "it runs",
            Duration.ofSeconds(1),
            Action.SuccessTest.TARGET_HEALTHY,
            Duration.ofSeconds(5),
            Action.Undo.NONE,
            0.2,
            0);

    private final CommandProcessorImpl gogo = new CommandProcessorImpl(null);
    private final CommandSession session = gogo.createSession(
            InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    private final List<String> orders = new ArrayList<>();
    private final Model model = new Model(
            1,
            "n",
            List.of(
                    new Element(
                            STORE,
                            new Subject.Endpoint(),
                            "stores",
                            "node",
                            Element.Origin.CONFIGURED,
                            List.of(),
                            List.of(),
                            Set.of(),
                            List.of()),
                    Element.discovered(BUNDLE, new Subject.Bundle("a.b"), "bundle", Set.of())),
            Policy.defaults());
    private final ElementCommands elements =
            new ElementCommands().with(Optional.of(new Recorded()), Optional.of(new Fixed()));
    private final IncidentCommands incidents =
            new IncidentCommands().with(Optional.of(new Recorded()), Optional.of(new Chained(true)));
    private final LoopCommands loop = new LoopCommands().with(new Recorded());

    @AfterEach
    void stop() {
        session.close();
    }

    private final class Fixed implements ElementModel {
        @Override
        public Model current() {
            return model;
        }

        @Override
        public void discovered(String source, Collection<Element> found) {}

        @Override
        public AutoCloseable onChange(Consumer<Model> listener) {
            return () -> {};
        }
    }

    private record Chained(boolean intact) implements Journal {
        @Override
        public List<JournalEntry> append(List<JournalRecord> records, UnaryOperator<String> traceOf) {
            return List.of();
        }

        @Override
        public List<JournalEntry> read(long from, int limit) {
            return List.of();
        }

        @Override
        public List<JournalEntry> ofIncident(String id) {
            if (!id.equals(INCIDENT.id())) return List.of();
            List<JournalRecord> records = List.of(
                    new JournalRecord.Observed(id, EXITED),
                    new JournalRecord.Raised(id, DOWN),
                    new JournalRecord.Diagnosed(id, DIAGNOSIS),
                    new JournalRecord.Planned(id, new Plan(id, List.of(RESTART), "it helped before")),
                    new JournalRecord.Begun(id, RESTART),
                    new JournalRecord.Ended(
                            id, RESTART, new Outcome.Verified(Duration.ofMillis(420), "answers again")));
            List<JournalEntry> entries = new ArrayList<>();
            for (int i = 0; i < records.size(); i++)
                entries.add(new JournalEntry(
                        7 + i, AT.plusMillis(100L * i), records.get(i), "{\"n\":" + i + "}", "abcdef0123456789"));
            return entries;
        }

        @Override
        public long last() {
            return 12;
        }

        @Override
        public Verification verify() {
            return new Verification(12, intact, intact ? "last hash abcdef01" : "entry 9 does not fit");
        }
    }

    private final class Recorded implements Loop {
        @Override
        public List<String> opinions() {
            return List.of("heartbeats: nobody is held for dead");
        }

        @Override
        public LoopStatus status() {
            return new LoopStatus(
                    LoopStatus.Mode.DRY_RUN,
                    "the watch file says so",
                    3,
                    Optional.empty(),
                    Duration.ZERO,
                    10,
                    0,
                    1,
                    1,
                    2,
                    1,
                    List.of("plan"));
        }

        @Override
        public List<BrakeState> explain() {
            return List.of(new BrakeState(Brake.RATE_LIMIT, false, "3 an hour", 4, List.of("A-9 on store")));
        }

        @Override
        public List<Lesson> lessons() {
            return List.of(new Lesson(Cause.Kind.HANG, "process.kill", new Experience.Tally(5, 1)));
        }

        @Override
        public List<LevelState> levels() {
            var bounds = Optional.of(new Threshold.Bounds(50, 200));
            var threshold = new Threshold(
                    "x-queue",
                    Threshold.Measure.LEVEL,
                    Threshold.Direction.ABOVE,
                    100,
                    80,
                    3,
                    5,
                    Threshold.Response.HEAL,
                    bounds);
            return List.of(new LevelState(STORE, threshold, 115, 2, "loop: 3 incidents"));
        }

        @Override
        public List<Incident> incidents() {
            return List.of(INCIDENT);
        }

        @Override
        public List<ElementHealth> health() {
            return List.of(
                    new ElementHealth(STORE, "endpoint", ElementHealth.State.SICK, List.of(DOWN), List.of(EXITED), ""),
                    new ElementHealth(BUNDLE, "bundle", ElementHealth.State.HEALTHY, List.of(), List.of(), ""));
        }

        @Override
        public Operator operator(String who) {
            return new Orders(who);
        }
    }

    private final class Orders implements Loop.Operator {
        private final String who;

        Orders(String who) {
            this.who = who;
        }

        private String note(String what) {
            orders.add(who + " " + what);
            return "done";
        }

        @Override
        public String pause(String reason) {
            return note("pause " + reason);
        }

        @Override
        public String resume() {
            return note("resume");
        }

        @Override
        public String tick() {
            return note("tick");
        }

        @Override
        public String approve(String id) {
            return note("approve " + id);
        }

        @Override
        public String refuse(String id) {
            return note("refuse " + id);
        }

        @Override
        public String maintain(ElementId element, Duration length) {
            return note("maintain " + element + " " + length);
        }

        @Override
        public String record(boolean on) {
            return note("record " + on);
        }

        @Override
        public String move(ElementId element, String signal, double level, String why) {
            return note("move " + element + " " + signal + " " + level + " " + why);
        }

        @Override
        public String revert(ElementId element, String signal) {
            return note("revert " + element + " " + signal);
        }

        @Override
        public String start(ElementId element) {
            return note("start " + element);
        }

        @Override
        public String stop(ElementId element) {
            return note("stop " + element);
        }

        @Override
        public String restart(ElementId element) {
            return note("restart " + element);
        }
    }

    private static String[] args(String... args) {
        return args;
    }

    @Test
    void elements_are_listed_and_healthy_discovered_ones_only_when_asked_for() {
        assertThat(elements.list(session, args()))
                .contains("store")
                .contains("SICK")
                .contains("ended with 137")
                .doesNotContain("bundle/a.b ")
                .contains("1 discovered elements are healthy");
        assertThat(elements.list(session, args("--all"))).contains("bundle/a.b");
        assertThat(Json.createReader(new StringReader(elements.list(session, args("--json"))))
                        .readArray())
                .hasSize(2);
    }

    @Test
    void an_element_is_shown_with_its_symptoms_and_observations() {
        assertThat(elements.show(session, args("store")))
                .contains("class          stores")
                .contains("symptom        store down: its process ended with 137")
                .contains("exited (137)")
                .contains("depends on     nothing");
    }

    @Test
    void an_unknown_element_is_told_with_near_names() {
        assertThatThrownBy(() -> elements.restart(session, args("stroe")))
                .hasMessageContaining("no element 'stroe'")
                .hasMessageContaining("near: store");
        assertThat(orders).isEmpty();
    }

    @Test
    void orders_reach_the_loop_under_the_name_of_the_user() {
        Operators.enter(session, "ann");
        elements.maintain(session, args("store", "10m"));
        elements.stop(session, args("store"));
        loop.pause(session, args("moving", "house"));
        loop.approve(session, args("A-9"));

        assertThat(orders)
                .containsExactly(
                        "ann maintain store PT10M", "ann stop store", "ann pause moving house", "ann approve A-9");
    }

    @Test
    void wrong_arguments_are_refused_with_what_is_allowed() {
        assertThatThrownBy(() -> elements.maintain(session, args("store", "soon")))
                .hasMessageContaining("'soon' is no duration");
        assertThatThrownBy(() -> elements.show(session, args())).hasMessageContaining("use element:show ID");
        assertThatThrownBy(() -> elements.list(session, args("--jsn"))).hasMessageContaining("'--jsn' is no option");
        assertThat(loop.explain(session, args("--help"))).startsWith("loop:explain [--json]");
    }

    @Test
    void without_a_loop_the_elements_are_listed_with_unknown_health() {
        ElementCommands alone = new ElementCommands().with(Optional.empty(), Optional.of(new Fixed()));

        assertThat(alone.list(session, args()))
                .contains("store")
                .contains("UNKNOWN")
                .contains("the loop is absent");
        assertThat(alone.ids()).containsExactly("store", "bundle/a.b");
    }

    @Test
    void a_command_whose_capability_is_absent_says_so_in_words() {
        assertThatThrownBy(() -> new LoopCommands().status(session, args()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("This node has no loop now");
        assertThatThrownBy(() -> new JournalCommands().verify(session, args())).hasMessageContaining("no journal");
        assertThatThrownBy(() -> new FeatureCommands().list(session, args())).hasMessageContaining("its features");
    }

    @Test
    void an_incident_is_shown_as_its_whole_chain_with_relative_times_and_the_verdict_on_the_hashes() {
        String chain = incidents.show(session, args("I-000042"));

        assertThat(chain.lines().filter(l -> l.startsWith("+")).map(l -> l.split("  +")[3]))
                .containsExactly("observation", "symptom", "diagnosis", "plan", "action", "outcome");
        assertThat(chain)
                .contains("+0 ms")
                .contains("+500 ms")
                .contains("abcdef01 ")
                .contains("store PROCESS_EXITED (90 %)")
                .contains("process.start store")
                .contains("VERIFIED after 420 ms: answers again")
                .contains("The hashes verify: 12 entries");
    }

    @Test
    void a_broken_chain_is_told() {
        IncidentCommands broken =
                new IncidentCommands().with(Optional.of(new Recorded()), Optional.of(new Chained(false)));

        assertThat(broken.show(session, args("I-000042"))).contains("THE HASHES DO NOT VERIFY");
        var json = Json.createReader(new StringReader(broken.show(session, args("I-000042", "--json"))))
                .readObject();
        assertThat(json.getBoolean("intact")).isFalse();
        assertThat(json.getJsonArray("entries")
                        .getJsonObject(1)
                        .getJsonObject("record")
                        .getInt("n"))
                .isEqualTo(1);
    }

    @Test
    void an_unknown_incident_is_told_with_near_ids() {
        assertThatThrownBy(() -> incidents.show(session, args("I-000043"))).hasMessageContaining("near: I-000042");
    }

    @Test
    void a_brake_that_is_off_is_seen() {
        assertThat(loop.explain(session, args()))
                .contains("rate-limit")
                .contains("OFF")
                .contains("A-9 on store");
        assertThat(loop.status(session, args()))
                .contains("DRY_RUN: the watch file says so")
                .contains("missing       plan");
    }

    @Test
    void colours_are_shown_only_when_the_terminal_has_them() {
        assertThat(elements.list(session, args())).doesNotContain("\u001b");
        session.put(Screen.COLOUR, true);
        assertThat(elements.list(session, args())).contains("\u001b[31mSICK\u001b[0m");
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_console_learns_to_complete_names_once_its_profile_was_read() throws Exception {
        gogo.addCommand("gogo", new Builtin(), "complete");
        gogo.addCommand("element", elements, "show");
        gogo.addCommand("element", elements, "ids");
        gogo.addListener(new Completions());
        session.put(".completions", new HashMap<String, List<CompletionData>>());
        session.put("SCOPE", "gogo:*");

        session.execute("1");

        var learnt = (Map<String, List<CompletionData>>) session.get(".completions");
        assertThat(learnt).containsKeys("element:show", "incident:show", "feature:info", "loop:status");
        assertThat(session.get("SCOPE")).isEqualTo("gogo:felix:*");
        assertThat(session.execute("element:ids")).isEqualTo(List.of("store", "bundle/a.b"));
    }
}

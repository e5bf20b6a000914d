package io.x0tta6bl4.itests.scenarios.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NodeJsonTest {
    private static final String AT = "2026-11-22T10:00:00.123Z";

    @Test
    void an_incident_is_read_from_the_list() {
        var incidents = NodeJson.incidents("""
            [{"id":"I-000001","state":"WATCHED","open":true,"element":"store",
              "cause":{"element":"store","kind":"PROCESS_EXITED","confidence":0.9,"explanation":"has ended"},
              "blastRadius":["orders","web"],"explanation":"store has ended","since":"%1$s","opened":"%1$s",
              "changed":"%1$s","attempts":1,"note":"repaired"}]
            """.formatted(AT));
        assertThat(incidents).singleElement().satisfies(i -> {
            assertThat(i.cause()).contains("PROCESS_EXITED");
            assertThat(i.suffering()).containsExactly("orders", "web");
            assertThat(i.opened()).isEqualTo(Instant.parse(AT));
            assertThat(i.in("WATCHED", "RESOLVED")).isTrue();
        });
    }

    @Test
    void an_incident_without_a_cause_has_none() {
        var incident = NodeJson.incidents("""
            [{"id":"I-1","state":"OPEN","element":"web","cause":null,"blastRadius":[],"opened":"%1$s","changed":"%1$s"}]
            """.formatted(AT)).getFirst();
        assertThat(incident.cause()).isEmpty();
        assertThat(incident.words()).contains("no cause yet");
    }

    @Test
    void the_chain_gives_the_actions_and_the_incident_as_it_last_was() {
        var chain = NodeJson.chain("""
            {"incident":"I-000001","intact":true,"entries":[
             {"sequence":1,"at":"%1$s","type":"Changed","record":{"type":"Changed","now":%2$s}},
             {"sequence":1,"at":"%1$s","type":"Diagnosed","record":{"type":"Diagnosed","incident":"I-000001",
               "diagnosis":{"causes":[{"element":"store","kind":"PROCESS_EXITED"}]}}},
             {"sequence":2,"at":"%1$s","type":"Ended","record":{"type":"Ended","incident":"I-000001",
               "action":{"id":"I-000001-1","target":"store","command":{"type":"StartProcess"}},
               "outcome":{"type":"Verified","took":"PT0.4S","detail":"healthy"}}},
             {"sequence":3,"at":"%1$s","type":"Ended","record":{"type":"Ended","incident":"I-000001",
               "action":{"id":"I-000001-2","target":"store","command":{"type":"RestartProcess"}},
               "outcome":{"type":"Suppressed","brake":"COOL_DOWN","detail":"later"}}},
             {"sequence":4,"at":"%1$s","type":"Changed","record":{"type":"Changed","now":%3$s}}]}
            """.formatted(AT, now("OPEN"), now("WATCHED")));
        assertThat(chain.incident().state()).isEqualTo("WATCHED");
        assertThat(chain.causes()).containsExactly("PROCESS_EXITED");
        assertThat(chain.repairs()).singleElement().satisfies(a -> {
            assertThat(a.command()).isEqualTo("process.start");
            assertThat(a.verified()).isTrue();
        });
        assertThat(chain.verifiedAt()).contains(Instant.parse(AT));
        assertThat(chain.healed()).isTrue();
    }

    private static String now(String state) {
        return """
            {"id":"I-000001","element":"store","state":"%2$s","since":"%1$s","opened":"%1$s","changed":"%1$s","attempts":1,
             "note":"","diagnosis":{"causes":[{"element":"store","kind":"PROCESS_EXITED","confidence":0.9,
             "explanation":"has ended"}],"symptoms":[],"blastRadius":["web"],"explanation":"store has ended"}}
            """.formatted(AT, state);
    }

    @Test
    void the_loop_is_read_in_numbers() {
        var loop = NodeJson.loop("{\"mode\":\"LIVE\",\"ticks\":10,\"actions\":2,\"verified\":1,\"openIncidents\":0}");
        assertThat(loop).isEqualTo(new LoopView("LIVE", 10, 2, 1, 0));
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> NodeJson.elements("[{\"element\":\"store\"}]")).hasMessageContaining("no state");
    }
}

package io.x0tta6bl4.policy.provider.casbin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.platform.api.Audit;
import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.policy.api.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CasbinPolicyTest {
    private static final String OPS = "spiffe://prod.example/ops/ann";
    private static final Path SHIPPED = Path.of("../../../runtime/distribution/src/main/conf/policy.csv");

    @TempDir
    Path directory;

    private final List<String> written = new ArrayList<>();
    private Path own;

    private final Journal journal = new Journal() {
        @Override
        public List<JournalEntry> append(List<JournalRecord> records, UnaryOperator<String> traceOf) {
            for (JournalRecord record : records) written.add(((JournalRecord.Noted) record).what());
            return List.of();
        }

        @Override
        public List<JournalEntry> read(long fromSequence, int limit) {
            return List.of();
        }

        @Override
        public List<JournalEntry> ofIncident(String incident) {
            return List.of();
        }

        @Override
        public long last() {
            return written.size();
        }

        @Override
        public Verification verify() {
            return new Verification(0, true, "");
        }
    };

    @BeforeEach
    void place() {
        own = directory.resolve("policy.csv");
    }

    private CasbinPolicy policy(String... lines) throws IOException {
        write(lines);
        return new CasbinPolicy(own, SHIPPED, () -> Instant.EPOCH).with(journal);
    }

    private void write(String... lines) throws IOException {
        // Another file under the same name, as an editor leaves it: no clock is fine enough to be relied on.
        Path next = Files.writeString(directory.resolve("next"), String.join("\n", lines));
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(next, own, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean allows(CasbinPolicy policy, String who, String action, String target) {
        return policy.decide(new Request(who, action, target)).allowed();
    }

    @Test
    void what_no_rule_allows_is_denied() throws IOException {
        CasbinPolicy policy = policy("p, " + OPS + ", run, command:loop:pause, allow");
        assertThat(allows(policy, OPS, "run", "command:loop:pause")).isTrue();
        assertThat(allows(policy, OPS, "run", "command:loop:resume")).isFalse();
        assertThat(allows(policy, OPS, "script", "command:loop:pause")).isFalse();
        assertThat(allows(policy, "spiffe://prod.example/ops/bob", "run", "command:loop:pause"))
                .isFalse();
    }

    @Test
    void a_rule_that_denies_wins_wherever_it_stands() throws IOException {
        CasbinPolicy first =
                policy("p, " + OPS + ", run, command:loop:pause, deny", "p, spiffe://prod.example/**, *, *, allow");
        assertThat(allows(first, OPS, "run", "command:loop:pause")).isFalse();
        CasbinPolicy last =
                policy("p, spiffe://prod.example/**, *, *, allow", "p, " + OPS + ", run, command:loop:pause, deny");
        assertThat(allows(last, OPS, "run", "command:loop:pause")).isFalse();
        assertThat(allows(last, OPS, "run", "command:loop:resume")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "spiffe://prod.example/ops, spiffe://prod.example/ops, true",
        "spiffe://prod.example/ops, spiffe://prod.example/ops2, false",
        "spiffe://prod.example/ops, spiffe://prod.example/ops/ann, false",
        "spiffe://prod.example/ops, spiffe://prod.example/Ops, false",
        "spiffe://prod.example/ops/*, spiffe://prod.example/ops/ann, true",
        "spiffe://prod.example/ops/*, spiffe://prod.example/ops/ann/x, false",
        "spiffe://prod.example/ops/*, spiffe://prod.example/ops, false",
        "spiffe://prod.example/ops/*, spiffe://prod.example/ops/, false",
        "spiffe://prod.example/ops/*, spiffe://prod.example/ops-evil/ann, false",
        "spiffe://prod.example/ops/**, spiffe://prod.example/ops/ann/x, true",
        "spiffe://prod.example/**, spiffe://prod.example.evil/ops, false",
        "spiffe://prod.example/**, spiffe://prod.examplex/ops, false",
        "spiffe://prod.example/**, spiffe://evil/prod.example/ops, false",
        "spiffe://prod.example/**, http://prod.example/ops, false",
        "*, spiffe://evil/x, true"
    })
    void a_look_alike_is_somebody_else(String pattern, String who, boolean expected) throws IOException {
        CasbinPolicy policy = policy("p, " + pattern + ", run, command:a:b, allow");
        assertThat(allows(policy, who, "run", "command:a:b")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "command:loop:*, command:loop:pause, true",
        "command:loop:*, command:loops:pause, false",
        "command:loop:*, command:loop:, false",
        "command:*, command:loop:pause, true",
        "command:*, element:web, false",
        "http:/admin/*, http:/admin/x, true",
        "http:/admin/*, http:/adminx, false",
        "*, element:web, true"
    })
    void a_wildcard_of_a_target_is_a_whole_part(String pattern, String target, boolean expected) throws IOException {
        CasbinPolicy policy = policy("p, *, run, " + pattern + ", allow");
        assertThat(allows(policy, OPS, "run", target)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p, spiffe://prod.example/ops*, run, *, allow",
                "p, spiffe://prod*/ops, run, *, allow",
                "p, spiffe://prod.example, run, *, allow",
                "p, spiffe://prod.example/../x, run, *, allow",
                "p, spiffe://prod.example//x, run, *, allow",
                "p, spiffe://Prod.example/x, run, *, allow",
                "p, http://prod.example/x, run, *, allow",
                "p, *, Run, *, allow",
                "p, *, run, keystore:rotate, allow",
                "p, *, run, command:key*, allow",
                "p, *, run, *, permit",
                "p, *, run, *",
                "p, *, run, *, allow, extra",
                "g, alice, admin",
                "anything"
            })
    void a_wrong_line_is_named_with_file_and_line_and_nothing_is_allowed(String line) throws IOException {
        CasbinPolicy policy = policy("# rules", "p, *, *, *, allow", line);
        assertThat(policy.check(own)).singleElement().asString().startsWith(own + ":3: ");
        assertThat(policy.decide(new Request(OPS, "run", "command:a:b"))).isInstanceOf(Decision.Broken.class);
        assertThat(policy.selfTest().passed()).isFalse();
        assertThat(policy.selfTest().detail()).contains(own + ":3: ");
    }

    @Test
    void a_file_that_others_can_write_is_refused_with_the_command_that_mends_it() throws IOException {
        write("p, *, *, *, allow");
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-rw-r--"));
        CasbinPolicy policy = new CasbinPolicy(own, SHIPPED, () -> Instant.EPOCH).with(journal);
        assertThat(allows(policy, OPS, "run", "command:a:b")).isFalse();
        assertThat(policy.selfTest().detail()).contains("chmod go-w " + own);
    }

    @Test
    void a_missing_file_allows_nothing() {
        CasbinPolicy policy = new CasbinPolicy(own, directory.resolve("none"), () -> Instant.EPOCH).with(journal);
        assertThat(policy.decide(new Request(LocalIdentity.LOOP, "page", "element:web")))
                .isInstanceOf(Decision.Broken.class);
        assertThat(policy.selfTest().passed()).isFalse();
    }

    @Test
    void a_changed_file_applies_to_the_next_call_and_cached_decisions_go() throws IOException {
        CasbinPolicy policy = policy("p, *, run, *, allow");
        assertThat(allows(policy, OPS, "run", "command:a:b")).isTrue();
        assertThat(allows(policy, OPS, "run", "command:a:b")).isTrue();
        assertThat(policy.status().cached()).isEqualTo(1);
        String version = policy.status().version();
        write("p, *, run, *, deny");
        assertThat(allows(policy, OPS, "run", "command:a:b")).isFalse();
        assertThat(policy.status().version()).isNotEqualTo(version);
        write("p, *, run, *, allow");
        assertThat(policy.reload().version()).isEqualTo(version);
        assertThat(allows(policy, OPS, "run", "command:a:b")).isTrue();
    }

    @Test
    void a_file_broken_later_leaves_the_policy_before_and_makes_the_node_not_ready() throws IOException {
        CasbinPolicy policy = policy("p, *, run, command:a:b, allow");
        long before = policy.changes();
        write("p, *, run, command:a:b");
        assertThat(policy.changes()).isNotEqualTo(before);
        assertThat(allows(policy, OPS, "run", "command:a:b")).isTrue();
        assertThat(allows(policy, OPS, "run", "command:a:c")).isFalse();
        assertThat(policy.selfTest().passed()).isFalse();
        assertThatThrownBy(policy::reload)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(own + ":1: ");
    }

    @Test
    void what_is_in_force_from_now_on_and_what_cannot_be_is_in_the_journal() throws IOException {
        CasbinPolicy policy = policy("p, *, run, command:a:b, allow");
        String first = policy.status().version();
        write("p, *, run, command:a:c, allow");
        allows(policy, OPS, "run", "command:a:c");
        String second = policy.status().version();
        write("p, *, run");
        allows(policy, OPS, "run", "command:a:c");
        assertThat(written).hasSize(2);
        assertThat(written.getFirst())
                .isEqualTo("policy " + second + " of " + own + " is in force in place of " + first);
        assertThat(written.get(1))
                .startsWith("policy " + second + " stays, since what came after it cannot be used: " + own + ":1: ");
    }

    /** The one of the distribution allows more than most that an operator writes. */
    @Test
    void a_file_that_is_taken_away_is_not_replaced_by_the_wider_one_of_the_distribution() throws IOException {
        CasbinPolicy policy = policy("p, *, run, command:a:b, allow");
        Files.delete(own);
        assertThat(allows(policy, LocalIdentity.owner(), "run", "command:x:y")).isFalse();
        assertThat(allows(policy, OPS, "run", "command:a:b")).isTrue();
        assertThat(policy.selfTest().detail()).contains(own + ":1: there is no such file");
        // An operator who may can say so.
        policy.reload();
        assertThat(policy.status().file()).isEqualTo(SHIPPED.toString());
    }

    @Test
    void a_link_that_leads_nowhere_allows_nothing() throws IOException {
        Files.createSymbolicLink(own, directory.resolve("gone"));
        CasbinPolicy policy = new CasbinPolicy(own, SHIPPED, () -> Instant.EPOCH).with(journal);
        assertThat(allows(policy, LocalIdentity.owner(), "run", "command:x:y")).isFalse();
    }

    @Test
    void a_link_to_a_file_that_others_can_write_or_replace_is_refused() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path file = Files.writeString(open.resolve("p.csv"), "p, *, run, command:a:b, allow");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(own, file);
        CasbinPolicy policy = new CasbinPolicy(own, SHIPPED, () -> Instant.EPOCH).with(journal);
        assertThat(policy.selfTest().passed()).isTrue();
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(policy.check(own))
                .singleElement()
                .asString()
                .contains("others can replace it", "chmod go-w " + open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(policy.check(own)).singleElement().asString().contains("chmod go-w " + file);
    }

    @Test
    void a_refusal_is_in_the_journal_with_who_what_why_and_version() throws IOException {
        CasbinPolicy policy = policy("p, *, run, command:a:b, deny", "p, *, run, *, allow");
        allows(policy, OPS, "run", "command:a:c");
        assertThat(written).isEmpty();
        allows(policy, OPS, "run", "command:a:b");
        assertThat(written)
                .containsExactly("policy " + policy.status().version() + " refused run on command:a:b by " + OPS + ": "
                        + own + ":1 denies it");
    }

    @Test
    void a_flood_of_refusals_does_not_flood_the_journal() throws IOException {
        CasbinPolicy policy = policy("p, *, run, command:a:b, allow");
        IntStream.range(0, 500).forEach(i -> allows(policy, OPS, "run", "command:x:" + i));
        assertThat(written).hasSize(Audit.PER_SECOND);
        assertThat(policy.status().refused()).isEqualTo(500);
    }

    @Test
    void an_explanation_holds_every_rule_against_the_request_and_writes_nothing() throws IOException {
        CasbinPolicy policy = policy("p, *, run, command:a:*, allow", "p, " + OPS + ", run, command:a:b, deny");
        var explained = policy.explain(new Request(OPS, "run", "command:a:b"));
        assertThat(explained.decision().reason()).isEqualTo(own + ":2 denies it");
        assertThat(explained.rules()).allMatch(step -> step.applies());
        assertThat(written).isEmpty();
    }

    @Test
    void the_shipped_policy_lets_the_node_of_a_newcomer_work_and_nobody_else() throws IOException {
        Path copy = Files.copy(SHIPPED, own);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
        CasbinPolicy policy = new CasbinPolicy(own, SHIPPED, () -> Instant.EPOCH).with(journal);
        assertThat(policy.selfTest().detail()).contains("rules, version");
        String me = LocalIdentity.owner();
        assertThat(allows(policy, me, "connect", "console:exec")).isTrue();
        assertThat(allows(policy, me, "script", "console:exec")).isTrue();
        assertThat(allows(policy, me, "run", "command:keystore:rotate")).isTrue();
        assertThat(allows(policy, me, "process.restart", "element:web")).isTrue();
        assertThat(allows(policy, LocalIdentity.LOOP, "process.restart", "element:web"))
                .isTrue();
        assertThat(allows(policy, LocalIdentity.LOOP, "run", "command:keystore:rotate"))
                .isFalse();
        assertThat(allows(policy, LocalIdentity.LOOPBACK, "run", "command:keystore:rotate"))
                .isFalse();
        assertThat(allows(policy, LocalIdentity.LOOPBACK, "process.restart", "element:web"))
                .isFalse();
        assertThat(allows(policy, OPS, "run", "command:loop:status")).isFalse();
    }

    @Test
    void without_an_engine_the_guard_says_no() {
        try (Guard guard = new Guard()) {
            assertThat(guard.decide(OPS, "run", "command:a:b")).isInstanceOf(Decision.Broken.class);
        }
    }

    @Test
    void an_oversized_request_is_refused_not_an_error() throws IOException {
        try (Guard guard = new Guard().with(policy("p, *, *, *, allow"))) {
            assertThat(guard.decide(OPS, "run", "x".repeat(3_000)).allowed()).isFalse();
            assertThat(guard.decide("", "run", "command:a:b").allowed()).isFalse();
        }
    }

    @Test
    void users_of_the_operating_system_never_share_an_identity() {
        assertThat(LocalIdentity.user("ann")).isEqualTo("spiffe://x0.local/user/ann");
        assertThat(List.of("a_5fb", "a_b", "a/b", "..", ".", "é", "A", "a"))
                .extracting(LocalIdentity::user)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("spiffe://x0\\.local/user/[A-Za-z0-9._-]+"))
                .noneMatch(id -> id.matches(".*/\\.{1,2}$"));
    }
}

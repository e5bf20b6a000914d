package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Tallies in the store, one key for each kind of cause and command; each lesson is on the disk when it is learnt. */
@Component(
        service = {Experience.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=knowledge", "x0.name=mvstore"})
public final class StoredExperience implements Experience, SelfTest {
    private final Store store;
    private final Codec codec = new Codec();

    @Activate
    public StoredExperience(@Reference(policyOption = ReferencePolicyOption.GREEDY) Store store) {
        this.store = store;
    }

    @Override
    public void learn(Cause.Kind cause, String command, Outcome outcome) {
        Experience.lesson(outcome).ifPresent(helped -> learn(prefix(cause), command, helped));
    }

    private void learn(String prefix, String command, boolean helped) {
        store.write(session -> {
            Map<String, Tally> after = Experience.after(tallies(session, prefix), command, helped);
            after.forEach((name, tally) -> session.experience().put(prefix + name, codec.encode(Tally.class, tally)));
            return after;
        });
    }

    @Override
    public Map<String, Tally> of(Cause.Kind cause) {
        return store.read(session -> tallies(session, prefix(cause)));
    }

    private Map<String, Tally> tallies(Session session, String prefix) {
        Map<String, Tally> tallies = new TreeMap<>();
        for (Iterator<String> keys = session.experience().keyIterator(prefix); keys.hasNext(); ) {
            String key = keys.next();
            if (!key.startsWith(prefix)) break;
            tallies.put(
                    key.substring(prefix.length()), tally(session.experience().get(key)));
        }
        return tallies;
    }

    /** What a version before forgetting wrote has its counts only; none of it has faded. */
    private Tally tally(String text) {
        if (text.contains("\"successes\"")) return codec.decode(Tally.class, text);
        Counted counted = codec.decode(Counted.class, text);
        return new Tally(counted.verified(), counted.failed());
    }

    /** A tally as it was written before lessons faded. */
    record Counted(long verified, long failed) {}

    private static String prefix(Cause.Kind cause) {
        return cause.name() + ' ';
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("write, force and read back beside the tallies; read all tallies", () -> {
            Scratch.test(store, "experience");
            int tallies = 0;
            for (Cause.Kind cause : Cause.Kind.values()) tallies += of(cause).size();
            return tallies + " tallies are readable";
        });
    }
}

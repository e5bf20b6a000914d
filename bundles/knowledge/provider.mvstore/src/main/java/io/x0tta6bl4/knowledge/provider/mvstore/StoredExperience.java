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
        switch (outcome) {
            case Outcome.Verified verified -> count(cause, command, 1, 0);
            case Outcome.ExecutedUnverified unverified -> count(cause, command, 0, 1);
            case Outcome.Failed failed -> count(cause, command, 0, 1);
            case Outcome.Unsupported unsupported -> {}
            case Outcome.Suppressed suppressed -> {}
        }
    }

    private void count(Cause.Kind cause, String command, int verified, int failed) {
        String key = prefix(cause) + command;
        store.write(session -> {
            String before = session.experience().get(key);
            Tally tally = before == null ? new Tally(0, 0) : codec.decode(Tally.class, before);
            Tally now = new Tally(tally.verified() + verified, tally.failed() + failed);
            session.experience().put(key, codec.encode(Tally.class, now));
            return now;
        });
    }

    @Override
    public Map<String, Tally> of(Cause.Kind cause) {
        String prefix = prefix(cause);
        return store.read(session -> {
            Map<String, Tally> tallies = new TreeMap<>();
            for (Iterator<String> keys = session.experience().keyIterator(prefix); keys.hasNext(); ) {
                String key = keys.next();
                if (!key.startsWith(prefix)) break;
                tallies.put(
                        key.substring(prefix.length()),
                        codec.decode(Tally.class, session.experience().get(key)));
            }
            return tallies;
        });
    }

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

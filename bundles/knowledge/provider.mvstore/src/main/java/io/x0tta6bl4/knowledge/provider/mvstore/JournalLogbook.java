package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.platform.api.Logbook;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The journal for those who may not know it: each note becomes an entry of the node. */
@Component(
        service = {Logbook.class, SelfTest.class},
        property = {"x0.capability=knowledge", "x0.name=mvstore"})
public final class JournalLogbook implements Logbook, SelfTest {
    private final Journal journal;

    @Activate
    public JournalLogbook(@Reference(policyOption = ReferencePolicyOption.GREEDY) Journal journal) {
        this.journal = journal;
    }

    @Override
    public void note(String about, String what) {
        journal.append(List.of(new JournalRecord.Noted("", new ElementId(about), what)));
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("ask the journal for its last entry", () -> "entry " + journal.last());
    }
}

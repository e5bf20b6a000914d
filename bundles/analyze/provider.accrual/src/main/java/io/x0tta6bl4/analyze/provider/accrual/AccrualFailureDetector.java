package io.x0tta6bl4.analyze.provider.accrual;

import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.LinkWatch;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Accrual failure detection with heavy-tailed gaps, learnt per link, and more patience when many fall silent at once. */
@Component(
        service = {FailureDetector.class, SelfTest.class},
        property = {"x0.capability=analyze", "x0.name=accrual"})
public final class AccrualFailureDetector implements FailureDetector, SelfTest {

    @Activate
    public AccrualFailureDetector() {}

    @Override
    public LinkWatch begin() {
        return new AccrualWatch(Tuning.CHOSEN);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("a link that falls silent is suspected, one that goes on is not", () -> {
            LinkWatch watch = begin();
            List<LinkWatch.Change> changes = new ArrayList<>();
            for (int second = 0; second < 60; second++) {
                changes.addAll(watch.arrival("alive", Instant.ofEpochSecond(second)));
                if (second < 30) changes.addAll(watch.arrival("dead", Instant.ofEpochSecond(second)));
            }
            if (changes.size() != 1 || !changes.getFirst().link().equals("dead"))
                throw new IllegalStateException("expected one suspicion of the dead link, got " + changes);
            return "one suspicion";
        });
    }
}

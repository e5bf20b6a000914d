package io.x0tta6bl4.analyze.provider.series;

import io.x0tta6bl4.analyze.api.AnomalyDetection;
import io.x0tta6bl4.analyze.api.JointDetector;
import io.x0tta6bl4.analyze.api.SignalDetector;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes detectors that learn what is usual, with one frozen set of parameters for all signals. */
@Component(
        service = {AnomalyDetection.class, SelfTest.class},
        property = {"x0.capability=analyze", "x0.name=series"})
public final class SeriesDetection implements AnomalyDetection, SelfTest {

    @Activate
    public SeriesDetection() {}

    @Override
    public SignalDetector signal(Depth depth) {
        return depth == Depth.FULL ? Ensemble.full() : Ensemble.screen();
    }

    @Override
    public JointDetector joint(List<String> signals) {
        return new Together(signals);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("a spike after a quiet hour raises an alarm, the half hour before it none", () -> {
            SignalDetector detector = signal(Depth.FULL);
            int alarms = 0;
            for (int i = 0; i < 720; i++)
                if (detector.next(Instant.ofEpochSecond(5L * i), 10 + Math.sin(i * 0.7))
                                .alarm()
                        && i > 360) alarms++;
            boolean spike = detector.next(Instant.ofEpochSecond(3_600), 40).alarm();
            if (alarms > 0 || !spike)
                throw new IllegalStateException(alarms + " alarms in quiet, spike " + (spike ? "seen" : "not seen"));
            return "the spike was seen, and nothing before it";
        });
    }
}

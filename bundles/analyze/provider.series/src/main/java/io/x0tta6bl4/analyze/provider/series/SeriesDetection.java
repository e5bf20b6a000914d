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

    /** Values of the self-test before its spike: all members speak by then, and it costs a start as little as it can. */
    private static final int QUIET = 200;

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
        return SelfTestResult.of(
                "a spike after a quiet quarter of an hour raises an alarm, what was before it none", () -> {
                    SignalDetector detector = signal(Depth.FULL);
                    int alarms = 0;
                    for (int i = 0; i < QUIET; i++)
                        if (detector.next(Instant.ofEpochSecond(5L * i), 10 + Math.sin(i * 0.7))
                                .alarm()) alarms++;
                    boolean spike =
                            detector.next(Instant.ofEpochSecond(5L * QUIET), 40).alarm();
                    if (alarms > 0 || !spike)
                        throw new IllegalStateException(
                                alarms + " alarms in quiet, spike " + (spike ? "seen" : "not seen"));
                    return "the spike was seen, and nothing before it";
                });
    }
}

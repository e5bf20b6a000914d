package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.element.WatchFiles;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.Course;
import io.x0tta6bl4.replay.api.Replay;
import io.x0tta6bl4.replay.api.ReplayWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code x0 replay recording DIR --policy WATCH.yaml --out differences.csv}: what a node recorded, judged under the watch file
 * it had then and under another one, and what would have differed: alarms and plans.
 */
@Component(
        service = {Replay.class, SelfTest.class},
        property = {"x0.capability=replay", "x0.name=recording"})
public final class RecordingReplay implements Replay, SelfTest {
    private static final String OWN = "watch.yaml";

    private final Course course;
    private final WatchFiles files;

    @Activate
    public RecordingReplay(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Course course,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) WatchFiles files) {
        this.course = course;
        this.files = files;
    }

    @Override
    public String replay(List<String> words) throws BadInput {
        ReplayWords asked = ReplayWords.parse(words, Set.of("out", "policy", "against", "all"));
        Recording recording = Recording.of(asked.input());
        Path after = asked.file("policy")
                .orElseThrow(() -> new IllegalArgumentException("a recording is judged under --policy WATCH.yaml"));
        Path before = asked.file("against").orElse(asked.input().resolve(OWN));
        if (!Files.isRegularFile(before))
            throw new IllegalArgumentException("there is no " + before
                    + ", the watch file of the recording; name the one to compare with: --against WATCH.yaml");
        return new BackTest(course).compare(recording::read, files.read(before), files.read(after), asked);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("no difference between what is the same", () -> {
            Differences none = Differences.of(new Findings(), new Findings());
            if (!none.rows().isEmpty()) throw new IllegalStateException("found " + none.rows());
            return none.words();
        });
    }
}

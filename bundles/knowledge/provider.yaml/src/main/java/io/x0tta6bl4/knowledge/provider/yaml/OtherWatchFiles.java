package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.WatchFiles;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Watch files beside the one in force; they are refused for the same reasons. */
@Component(
        service = WatchFiles.class,
        property = {"x0.capability=knowledge", "x0.name=yaml"})
public final class OtherWatchFiles implements WatchFiles {

    @Activate
    public OtherWatchFiles() {}

    @Override
    public Model read(Path path) {
        try {
            WatchFile file = WatchFileReader.read(path);
            return new Model(1, file.node().orElse("node"), file.elements(), file.policy());
        } catch (WatchFileRefused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}

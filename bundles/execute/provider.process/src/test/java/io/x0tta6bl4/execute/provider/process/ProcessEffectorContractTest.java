package io.x0tta6bl4.execute.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.EffectorContract;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessEffectorContractTest implements EffectorContract {
    @TempDir
    Path directory;

    private Lab lab;
    private ProcessEffector effector;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(directory);
        effector = lab.effector();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Override
    public Effector effector() {
        return effector;
    }

    @Override
    public Command command() {
        return new Command.RestartProcess();
    }

    @Override
    public Element target() {
        return lab.element("exec sleep 60");
    }

    @Override
    public long effects() {
        return Math.max(lab.ledger.starts.get(), lab.markers.find(Lab.STORE).size());
    }

    @Test
    void its_self_test_starts_and_kills_a_real_process_and_leaves_nothing() {
        assertThat(effector.selfTest().passed())
                .as(effector.selfTest().detail())
                .isTrue();
        assertThat(lab.markers.find()).isEmpty();
        assertThat(directory.resolve("logs")).isEmptyDirectory();
    }
}

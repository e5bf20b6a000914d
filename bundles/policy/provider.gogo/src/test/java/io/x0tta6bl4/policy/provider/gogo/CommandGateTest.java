package io.x0tta6bl4.policy.provider.gogo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.policy.api.FixedAnswer;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.policy.api.PolicyEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** The gate in a framework of its own, between the true interpreter and the commands of other bundles. */
class CommandGateTest {
    private static final String ALL = "(&(osgi.command.scope=*)(osgi.command.function=*))";

    @TempDir
    private Path cache;

    private final AtomicInteger ran = new AtomicInteger();
    private Framework framework;
    private BundleContext context;
    private CommandGate gate;
    private Bundle interpreter;

    /** What a command service of another bundle is to the interpreter: an object with a method of the name. */
    public final class Trial {
        public String act() {
            return "act " + ran.incrementAndGet();
        }
    }

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.apache.felix.service.command;version=1.0.0,"
                                + "org.apache.felix.service.threadio;version=1.0.0"));
        framework.start();
        context = framework.getBundleContext();
        command("early");
        gate = new CommandGate(context, LocalIdentity::owner);
        interpreter = context.installBundle(CommandProcessor.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        interpreter.start();
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    private void command(String scope) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(
                CommandProcessor.COMMAND_SCOPE,
                scope,
                CommandProcessor.COMMAND_FUNCTION,
                "act",
                Constants.SERVICE_RANKING,
                1_000));
        context.registerService(Object.class, new Trial(), properties);
    }

    private Object type(String line) throws Exception {
        ServiceReference<CommandProcessor> reference = context.getServiceReference(CommandProcessor.class);
        try (CommandSession session = context.getService(reference)
                .createSession(
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        new ByteArrayOutputStream())) {
            return session.execute(line);
        }
    }

    private void answers(FixedAnswer engine) {
        gate.bindEngine(
                context.registerService(PolicyEngine.class, engine, null).getReference(), engine);
    }

    @Test
    void a_command_that_was_there_before_the_gate_is_refused_by_policy_and_does_not_run() {
        answers(new FixedAnswer(request -> false));
        assertThatThrownBy(() -> type("early:act")).hasMessageContaining("early:act");
        assertThat(ran).hasValue(0);
    }

    @Test
    void a_command_that_comes_after_the_interpreter_is_refused_too() {
        answers(new FixedAnswer(request -> false));
        command("late");
        assertThatThrownBy(() -> type("late:act")).hasMessageContaining("late:act");
        assertThat(ran).hasValue(0);
    }

    @Test
    void without_an_engine_neither_runs() {
        command("late");
        assertThatThrownBy(() -> type("early:act")).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> type("late:act")).isInstanceOf(Exception.class);
        assertThat(ran).hasValue(0);
    }

    @Test
    void what_policy_allows_runs_once() throws Exception {
        answers(FixedAnswer.yes());
        command("late");
        assertThat(type("early:act")).isEqualTo("act 1");
        assertThat(type("late:act")).isEqualTo("act 2");
    }

    @Test
    void the_interpreter_sees_none_of_the_true_commands_and_everybody_else_none_of_the_guarded() throws Exception {
        command("late");
        ServiceReference<?>[] seen =
                interpreter.getBundleContext().getAllServiceReferences(null, "(osgi.command.function=act)");
        assertThat(seen).hasSize(2).allMatch(reference -> reference.getProperty("x0.guarded") != null);
        assertThat(context.getAllServiceReferences(null, ALL)).isNotEmpty();
    }
}

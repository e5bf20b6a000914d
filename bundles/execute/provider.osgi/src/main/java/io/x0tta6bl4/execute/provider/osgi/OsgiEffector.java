package io.x0tta6bl4.execute.provider.osgi;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.platform.api.BundleContent;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarInputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Restarts, refreshes and rolls back bundles, and restarts components.
 *
 * <p>It starts nothing that a person stopped, and does nothing that would stop its own bundle in the middle of the work:
 * such orders are refused with the reason. A roll back that would need such a refresh puts the content back without it.
 */
@Component(
        service = {Effector.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=execute", "x0.name=osgi"})
public final class OsgiEffector implements Effector, SelfTest {
    /** Which bundles' contents are kept, and when a content counts as good. */
    public @interface Config {
        /** Beginnings of the symbolic names of the bundles whose content is kept. */
        String[] own_bundles() default {"io.x0tta6bl4."};

        /** How long a bundle and its components must have worked before its content counts as good, in seconds. */
        long stable_seconds() default 10;
    }

    /** How long a call waits for knowledge that is just being replaced. */
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<Baselines> baselines = new HotReference<>("knowledge (baselines)", GATE);
    private final BundleContext context;
    private final BundleHands hands;
    private final RollBack rollBack;
    private final ComponentHands components;
    private final BaselineKeeper keeper;
    private final Bounded bounded = new Bounded();
    private final Once once = new Once();

    @Activate
    public OsgiEffector(
            BundleContext context,
            Config config,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) ServiceComponentRuntime runtime) {
        this.context = context;
        hands = new BundleHands(context);
        components = new ComponentHands(runtime);
        KnownGood known = new KnownGood(baselines.as(Baselines.class));
        rollBack = new RollBack(hands, known);
        Duration window = Duration.ofSeconds(config.stable_seconds());
        keeper = new BaselineKeeper(context, runtime, known, window, List.of(config.own_bundles()));
    }

    @Deactivate
    void stop() {
        keeper.close();
        baselines.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBaselines(ServiceReference<Baselines> reference, Baselines service) {
        baselines.bind(reference, service);
    }

    void unbindBaselines(ServiceReference<Baselines> reference) {
        baselines.unbind(reference);
    }

    @Override
    public String name() {
        return "osgi";
    }

    @Override
    public boolean handles(Command command) {
        return symbolicName(command).isPresent();
    }

    @Override
    public Effect apply(Order order) {
        Action action = order.action();
        Optional<String> name = symbolicName(action.command());
        if (name.isEmpty())
            return new Effect.Refused(
                    "not a command for bundles: " + action.command().name());
        return once.apply(
                order, () -> bounded.run(name.get(), action.deadline(), d -> carryOut(action, name.get(), d)));
    }

    @Override
    public Effect undo(Order order) {
        if (!(order.action().command() instanceof Command.RollBackBundle command))
            return new Effect.Refused("a " + order.action().command().name() + " leaves nothing to take back");
        Optional<Bundle> bundle = hands.named(command.symbolicName());
        if (bundle.isEmpty()) return new Effect.Refused("no bundle " + command.symbolicName() + " is installed");
        return bounded.run(
                command.symbolicName(),
                order.action().deadline(),
                deadline -> rollBack.undo(order.action().id(), bundle.get(), deadline));
    }

    @Override
    public boolean possible(Element element, Command command) {
        Optional<Bundle> found = symbolicName(command).flatMap(hands::named);
        if (found.isEmpty() || hands.ours(found.get())) return false;
        Bundle bundle = found.get();
        return switch (command) {
            case Command.RestartBundle restart -> !BundleHands.fragment(bundle);
            case Command.RefreshBundle refresh -> !hands.refreshTakesUsDown(bundle);
            case Command.RollBackBundle back -> rollBack.possible(bundle);
            case Command.RestartComponent restart -> components.shown(bundle, restart.component());
            default -> false;
        };
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("read the effector's own bundle back as a jar", () -> {
            BundleContent content = BundleHands.content(context.getBundle());
            try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(content.jar()))) {
                String name = jar.getManifest().getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
                if (!context.getBundle().getSymbolicName().equals(name))
                    throw new IOException("read " + name + " in place of "
                            + context.getBundle().getSymbolicName());
            }
            return content.jar().length + " bytes, digest " + content.digest().substring(0, 12);
        });
    }

    private Effect carryOut(Action action, String name, Deadline deadline) throws Exception {
        Optional<Bundle> found = hands.named(name);
        if (found.isEmpty()) return new Effect.Refused("no bundle " + name + " is installed");
        Bundle bundle = found.get();
        if (hands.ours(bundle))
            return new Effect.Refused("this is the effector's own bundle, which cannot be stopped by its own hand");
        if (!hands.wanted(bundle) && !BundleHands.fragment(bundle))
            return new Effect.Refused(name + " was stopped by an operator; start it by hand");
        return switch (action.command()) {
            case Command.RestartBundle restart -> restart(bundle);
            case Command.RefreshBundle refresh -> refresh(bundle, deadline);
            case Command.RollBackBundle back -> rollBack.apply(action.id(), bundle, deadline);
            case Command.RestartComponent restart -> components.restart(bundle, restart.component(), deadline);
            default ->
                new Effect.Refused(
                        "not a command for bundles: " + action.command().name());
        };
    }

    private Effect restart(Bundle bundle) throws Exception {
        if (BundleHands.fragment(bundle)) return new Effect.Refused("a fragment does not run; refresh its host");
        hands.stop(bundle);
        hands.start(bundle);
        return new Effect.Done("stopped and started " + bundle.getSymbolicName() + " " + bundle.getVersion());
    }

    private Effect refresh(Bundle bundle, Deadline deadline) throws Exception {
        if (hands.refreshTakesUsDown(bundle))
            return new Effect.Refused("refreshing " + bundle.getSymbolicName() + " would stop the effector as well");
        int touched = hands.closure(bundle).size();
        hands.refresh(bundle, deadline);
        hands.start(bundle);
        return new Effect.Done("refreshed " + bundle.getSymbolicName() + ", " + touched + " bundles in all");
    }

    private static Optional<String> symbolicName(Command command) {
        return switch (command) {
            case Command.RestartBundle c -> Optional.of(c.symbolicName());
            case Command.RefreshBundle c -> Optional.of(c.symbolicName());
            case Command.RollBackBundle c -> Optional.of(c.symbolicName());
            case Command.RestartComponent c -> Optional.of(c.symbolicName());
            default -> Optional.empty();
        };
    }
}

package io.x0tta6bl4.execute.provider.identity;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.PemFiles;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Identity.Part;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Renews SVIDs: the node's own at its source, and those in files by the authority of this node. Whether the new one is any better is
 * for the sensor to see, which reads the certificate.
 */
@Component(property = {"x0.capability=execute", "x0.name=" + IdentityEffector.NAME})
public final class IdentityEffector implements Effector, SelfTest {
    static final String NAME = "identity";
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<SvidSource> svids = new HotReference<>("identity (svid)", GATE);
    private final HotReference<BundleSource> bundles = new HotReference<>("identity (bundles)", GATE);
    private final HotReference<Authority> authorities = new HotReference<>("identity (authority)", GATE);
    private final Once once = new Once();

    @Activate
    public IdentityEffector() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSvids(ServiceReference<SvidSource> reference, SvidSource service) {
        svids.bind(reference, service);
    }

    void unbindSvids(ServiceReference<SvidSource> reference) {
        svids.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBundles(ServiceReference<BundleSource> reference, BundleSource service) {
        bundles.bind(reference, service);
    }

    void unbindBundles(ServiceReference<BundleSource> reference) {
        bundles.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAuthority(ServiceReference<Authority> reference, Authority service) {
        authorities.bind(reference, service);
    }

    void unbindAuthority(ServiceReference<Authority> reference) {
        authorities.unbind(reference);
    }

    /** Stands for the framework in a test. */
    <T extends SvidSource & BundleSource & Authority> IdentityEffector with(T source) {
        svids.bind(0, source);
        bundles.bind(0, source);
        authorities.bind(0, source);
        return this;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(Command command) {
        return command instanceof Command.RenewIdentity;
    }

    @Override
    public boolean possible(Element element, Command command) {
        return handles(command)
                && switch (element.subject()) {
                    case Subject.Identity(Part part) -> part == Part.SVID && svids.present();
                    case Subject.Certificate certificate -> !certificate.svid().isEmpty() && authorities.present();
                    default -> false;
                };
    }

    @Override
    public Effect apply(Order order) {
        if (!handles(order.action().command()))
            return new Effect.Refused("the identity effector does not know "
                    + order.action().command().name());
        return once.apply(order, () -> renew(order.element()));
    }

    private Effect renew(Element element) {
        try {
            return switch (element.subject()) {
                case Subject.Identity(Part part) when part == Part.SVID -> done(svids.call(SvidSource::renew), "");
                case Subject.Certificate certificate when !certificate.svid().isEmpty() -> issue(certificate);
                default -> new Effect.Refused(element.id() + " is no SVID that this node can renew");
            };
        } catch (IdentityException | Retired | IOException | IllegalArgumentException e) {
            return new Effect.Failed("could not renew: " + e.getMessage());
        }
    }

    private Effect issue(Subject.Certificate certificate) throws IOException {
        X509Svid svid = authorities.call(authority ->
                authority.issue(new SpiffeId(authority.trustDomain(), certificate.svid()), Optional.empty()));
        PemFiles.write(
                certificate.file(),
                svid,
                bundles.call(source -> source.bundle(svid.id().trustDomain())));
        return done(svid, " in " + certificate.file() + ", with a new key.pem and bundle.pem beside it");
    }

    private static Effect done(X509Svid svid, String where) {
        return new Effect.Done(svid.id() + " until " + svid.expires() + where);
    }

    @Override
    public Effect undo(Order order) {
        return new Effect.Refused("a renewed SVID is not given back");
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("reach what renews", () -> {
            if (!svids.present()) throw new IllegalStateException("there is no source of identity on this node");
            return "the node's own SVID" + (authorities.present() ? ", and those in files" : "");
        });
    }

    /** Waits for calls under way. */
    @Deactivate
    void close() {
        List.of(svids, bundles, authorities).forEach(HotReference::close);
    }
}

package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.sample.ShownCertificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An SVID that nobody renews is found before it expires, and renewed. */
public final class S16ExpiringSvid implements Scenario {
    private static final String ELEMENT = "shop-certificate";

    @Override
    public String title() {
        return "An SVID that nobody renews is found before it expires, and renewed";
    }

    @Override
    public String text() {
        return "A program keeps an SVID of 20 s in files, and whoever was to renew it does not. The node opens an"
            + " incident before it expires and renews it; the JDK reads another certificate while the first one still"
            + " holds.";
    }

    @Override
    public String sabotage() {
        return "the effectors have no right to renew an identity";
    }

    @Override
    public String mustFail() {
        return "another certificate stands in the file before the first one has expired";
    }

    @Override
    public void play(Trial trial) throws Exception {
        if (trial.sabotaged()) trial.watch().withhold(List.of("identity.renew"));
        trial.start();
        var certificate = new ShownCertificate(trial.stage().directory().resolve("shop"));
        trial.console().say("identity:issue /shop " + certificate.file().getParent() + " --for=20s");
        X509Certificate first = certificate.now();
        Instant ends = first.getNotAfter().toInstant();
        trial.check("the certificate holds by the JDK", certificate.proven(), "its key is another one");
        trial.watch().certificate(ELEMENT, certificate.file(), "/shop");
        trial.stage().writeWatch();
        Instant third = ShownCertificate.lastThird(first);
        var incident = trial.incident(
                "an incident names what is wrong",
                ELEMENT,
                List.of("IDENTITY_EXPIRING"),
                third.minusSeconds(1),
                Duration.ofSeconds(20));
        trial.check(
                "it was opened before the certificate expired",
                incident.opened().isBefore(ends),
                incident.words());
        trial.await(
                "another certificate stands in the file before the first one has expired",
                Duration.between(Instant.now(), ends),
                () -> !certificate.now().equals(first));
        trial.check("it holds by the JDK, with its key", certificate.proven(), "its key is another one");
        trial.await(
                "the repair is verified",
                Duration.ofSeconds(5),
                () -> trial.console().chain(incident.id()).healed());
    }
}

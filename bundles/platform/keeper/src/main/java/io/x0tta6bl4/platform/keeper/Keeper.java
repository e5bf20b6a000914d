package io.x0tta6bl4.platform.keeper;

import io.x0tta6bl4.platform.api.BundleContent;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back the last content that worked of a bundle of the loop, when a change of that bundle broke the loop that would
 * otherwise heal it. One look at a time, on one thread; it knows no phase, only bundles, services and self-tests.
 */
final class Keeper implements SelfTest {

    /**
     * How patient it is.
     *
     * @param first how long a first content must work, and the loop live, before it is kept
     * @param stable how long any other must
     * @param broken how long a changed bundle may not work before it is put back
     * @param starting the same while it says that it is starting, so that a slow start is no fault
     * @param verify how long a content that was put back may take to work, and the loop to live
     */
    record Patience(Duration first, Duration stable, Duration broken, Duration starting, Duration verify) {
        static final Patience USUAL = new Patience(
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }

    /** Those without which the loop cannot heal a bundle. */
    static final Pattern LOOP = Pattern.compile("io\\.x0tta6bl4\\.((analyze|plan|knowledge|loop)\\..+"
            + "|monitor\\.(api|provider\\.(snapshot|osgi))|execute\\.(api|provider\\.osgi))");

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long LOOK_MILLIS = 200;

    private final BundleContext context;
    private final Shelf shelf;
    private final Patience patience;
    private final Pulse pulse;
    private final Hands hands;
    private final Notes notes;
    private final Map<Long, Ward> wards = new HashMap<>();
    private boolean looked;
    private volatile Map<String, String> hopeless = Map.of();
    private volatile String unkept = "";
    private volatile int rescued;

    Keeper(BundleContext context, Shelf shelf, Patience patience) {
        this.context = context;
        this.shelf = shelf;
        this.patience = patience;
        this.pulse = new Pulse(context);
        this.hands = new Hands(context);
        this.notes = new Notes(context);
    }

    /** One look; at most one bundle is put back in it. True when what the self-test says has changed. */
    boolean look() throws InterruptedException {
        if (context.getBundle(0).getState() != Bundle.ACTIVE) return false;
        Map<String, String> before = hopeless;
        List<Ward> unproven = unproven();
        notes.handOver();
        if (!unproven.isEmpty()) attend(unproven);
        hopeless = wards.values().stream()
                .filter(ward -> !ward.hopeless().isEmpty())
                .collect(Collectors.toMap(Ward::name, Ward::hopeless, (one, other) -> one));
        return !before.equals(hopeless);
    }

    /** Those whose content is not known to work yet, the ones that others stand on first. */
    private List<Ward> unproven() {
        List<Bundle> mine = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName() != null
                        && LOOP.matcher(bundle.getSymbolicName()).matches())
                .toList();
        Set<Long> ids = mine.stream().map(Bundle::getBundleId).collect(Collectors.toSet());
        wards.keySet().retainAll(ids);
        for (Bundle bundle : mine) wards.computeIfAbsent(bundle.getBundleId(), id -> new Ward(bundle, looked));
        looked = true;
        return wards.values().stream()
                .filter(ward -> !ward.proven())
                .sorted(Comparator.comparingInt(Keeper::level).thenComparing(Ward::name))
                .toList();
    }

    private static int level(Ward ward) {
        BundleStartLevel level = ward.bundle.adapt(BundleStartLevel.class);
        return level == null ? Integer.MAX_VALUE : level.getStartLevel();
    }

    private void attend(List<Ward> unproven) throws InterruptedException {
        boolean lives = pulse.stillness().isEmpty();
        for (Ward ward : unproven) {
            if (!Hands.wanted(ward.bundle)) {
                ward.idle();
                continue;
            }
            Optional<String> absent = pulse.absence(ward.bundle, promised(ward));
            Optional<String> ailment =
                    absent.or(() -> ward.failure(System.nanoTime(), () -> pulse.failure(ward.bundle)));
            if (ailment.isEmpty()) {
                // what works while the loop does not is neither proven nor to blame
                if (lives) good(ward);
                else ward.idle();
            } else if (sick(ward, ailment.get(), absent.isPresent()) && mayTry(ward, ailment.get())) {
                rescue(ward, ailment.get());
                return;
            }
        }
    }

    private Set<String> promised(Ward ward) {
        return shelf.of(ward.name()).map(Kept::services).orElse(Set.of());
    }

    private void good(Ward ward) {
        Duration since = ward.good(System.nanoTime());
        Optional<Kept> kept = shelf.of(ward.name());
        if (since.compareTo(kept.isEmpty() ? patience.first() : patience.stable()) < 0) return;
        if (keep(ward)) ward.adopt();
        if (kept.isPresent() || !unkept.isEmpty()) ward.prove();
    }

    private boolean keep(Ward ward) {
        try {
            BundleContent content = Hands.content(ward.bundle);
            Kept now = new Kept(ward.bundle.getVersion().toString(), content.digest(), pulse.served(ward.bundle));
            if (!shelf.of(ward.name()).equals(Optional.of(now))) shelf.keep(ward.name(), now, content);
            unkept = "";
            return true;
        } catch (IOException e) {
            unkept = ward.name() + " cannot be kept: " + Bounded.reason(e);
            LOG.warn("The content of {} cannot be kept, so it cannot be put back: {}", ward.name(), Bounded.reason(e));
            return false;
        }
    }

    /** Whether it is time to put its content back. What the loop sees itself is the loop's, while it lives. */
    private boolean sick(Ward ward, String ailment, boolean seenByTheLoop) {
        Duration since = ward.bad(System.nanoTime());
        boolean starting = ward.bundle.getState() == Bundle.STARTING;
        if (ward.newcomer() || since.compareTo(starting ? patience.starting() : patience.broken()) < 0) return false;
        if (seenByTheLoop && pulse.loopHealsBundles()) return false;
        Optional<Kept> kept = shelf.of(ward.name());
        if (kept.isEmpty()) {
            giveUp(ward, ailment + "; no content of it is known to have worked");
            return false;
        }
        try {
            // the same content as before is not what broke it: its cause is elsewhere
            return !ward.digest().equals(kept.get().digest());
        } catch (IOException e) {
            LOG.info("The content of {} cannot be read: {}", ward.name(), Bounded.reason(e));
            return true;
        }
    }

    private boolean mayTry(Ward ward, String ailment) {
        if (ward.attempt(System.nanoTime())) return true;
        String often = ward.attempts() + " times within " + Ward.RESCUES_WITHIN.toHours() + " h";
        giveUp(ward, ailment + "; its content was put back " + often);
        return false;
    }

    private void rescue(Ward ward, String ailment) throws InterruptedException {
        Kept kept = shelf.of(ward.name()).orElseThrow();
        String from = ward.bundle.getVersion().toString();
        String what = from + " does not work (" + ailment + "): " + kept.version() + " put back";
        LOG.warn("{} {}", ward.name(), what);
        notes.add(ward, what);
        try {
            hands.replace(ward.bundle, shelf.content(ward.name(), kept));
            said(ward, verified(ward, kept));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            said(ward, Optional.of("putting it back failed: " + Bounded.reason(e)));
        }
    }

    /** What is still not well after the content was put back; waits for it within the limit. */
    private Optional<String> verified(Ward ward, Kept kept) throws InterruptedException {
        long deadline = System.nanoTime() + patience.verify().toNanos();
        Optional<String> wrong;
        do {
            wrong = pulse.absence(ward.bundle, kept.services())
                    .or(() -> pulse.failure(ward.bundle))
                    .or(pulse::stillness);
            if (wrong.isEmpty()) return wrong;
            Thread.sleep(LOOK_MILLIS);
        } while (System.nanoTime() - deadline < 0);
        return wrong;
    }

    private void said(Ward ward, Optional<String> wrong) {
        rescued++;
        String what = wrong.map(why -> ward.bundle.getVersion() + " put back, not verified: " + why)
                .orElseGet(() -> ward.bundle.getVersion() + " put back and verified: it serves, its self-test passes,"
                        + " the loop turns");
        if (wrong.isPresent()) LOG.warn("{} {}", ward.name(), what);
        else LOG.info("{} {}", ward.name(), what);
        notes.add(ward, what);
        notes.handOver();
    }

    private void giveUp(Ward ward, String why) {
        if (!ward.giveUp(why)) return;
        LOG.error("PAGE {} {} does not work and is left alone: {}", ward.name(), ward.bundle.getVersion(), why);
        notes.add(ward, "left alone: " + why);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("every bundle of the loop works or can be put back", () -> {
            if (!hopeless.isEmpty()) throw new IllegalStateException(hopeless.toString());
            if (!unkept.isEmpty()) throw new IllegalStateException(unkept);
            return rescued == 0 ? "nothing had to be put back" : "put back " + rescued + " times";
        });
    }
}

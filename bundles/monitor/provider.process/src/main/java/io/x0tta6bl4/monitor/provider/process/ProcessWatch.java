package io.x0tta6bl4.monitor.provider.process;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.monitor.api.ObservationSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that watches all processes: it sleeps until a process ends, the ledger changes or a refresh is due, once
 * a second (in up to ten parts when there are many, so that not all are looked at together).
 */
final class ProcessWatch implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration NOTHING_DUE = Duration.ofHours(1);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int PART = 200;
    private static final int MOST_PARTS = 10;

    private record Order(Set<ElementId> elements, ObservationSink sink) {}

    private final ProcessLedger ledger;
    private final Vitals vitals;
    private final InstantSource clock;
    private final Waiter waiter;
    private final Thread thread;
    private final Set<ElementId> changed = ConcurrentHashMap.newKeySet(); // no more than there are elements
    private final Map<ElementId, Tracked> tracked = new HashMap<>();
    private final Map<Long, Tracked> byToken = new HashMap<>();
    private volatile Order order;
    private volatile Order applied;
    private volatile boolean closed;
    private long lastToken;
    private long turn;
    private long due = System.nanoTime();

    ProcessWatch(ProcessLedger ledger, Vitals vitals, InstantSource clock, Supplier<Waiter> waiters) {
        this.ledger = ledger;
        this.vitals = vitals;
        this.clock = clock;
        this.waiter = waiters.get();
        this.order = new Order(Set.of(), observation -> {});
        this.applied = order;
        this.thread = Thread.ofPlatform().name("x0-sensor-process").daemon().unstarted(this);
        thread.start();
    }

    void watch(Set<ElementId> elements, ObservationSink sink) {
        order = new Order(elements, sink);
        waiter.wake();
    }

    void changed(ElementId element) {
        if (order.elements().contains(element) && changed.add(element)) waiter.wake();
    }

    @Override
    public void run() {
        try (waiter) {
            while (!closed) round();
        } catch (RuntimeException e) {
            LOG.error("The process sensor stopped watching; restart its component to watch again", e);
        }
    }

    private void round() {
        List<Waiter.End> ends = waiter.await(untilDue());
        for (Waiter.End end : ends) ended(end);
        if (order != applied) apply(order);
        for (Iterator<ElementId> ids = changed.iterator(); ids.hasNext(); ) {
            ElementId id = ids.next();
            ids.remove(); // before it is looked at: a change that comes meanwhile is seen in the next round
            Tracked one = tracked.get(id);
            if (one != null) settle(one);
        }
        if (!tracked.isEmpty() && System.nanoTime() - due >= 0) refresh();
    }

    private Duration untilDue() {
        if (closed || order != applied || !changed.isEmpty()) return Duration.ZERO;
        if (tracked.isEmpty()) return NOTHING_DUE;
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }

    private void apply(Order next) {
        applied = next;
        for (Iterator<Tracked> all = tracked.values().iterator(); all.hasNext(); ) {
            Tracked one = all.next();
            if (next.elements().contains(one.id)) continue;
            release(one);
            all.remove();
        }
        for (ElementId id : next.elements())
            if (!tracked.containsKey(id)) {
                Tracked one = new Tracked(id, ++lastToken);
                tracked.put(id, one);
                settle(one);
            }
    }

    /** Brings what is tracked of an element in line with the ledger. */
    private void settle(Tracked one) {
        one.settled = false;
        guarded(one, () -> {
            var entry = ledger.find(one.id);
            if (entry.isPresent()
                    && entry.get() instanceof ProcessLedger.Started(ProcessLedger.Identity identity)
                    && one.runs(identity)) {
                one.settled = true;
                return;
            }
            release(one);
            boolean events = entry.isPresent()
                    && entry.get() instanceof ProcessLedger.Started(ProcessLedger.Identity identity)
                    && await(one, identity.pid());
            Sight sight =
                    Sight.of(entry, vitals); // after the wait began, so that it is this process that is waited for
            if (!(sight instanceof Sight.Running)) release(one);
            one.now(sight, events);
            one.settled = true;
            one.say(applied.sink(), clock.instant());
        });
    }

    private boolean await(Tracked one, long pid) {
        one.token = ++lastToken;
        if (waiter.add(pid, one.token) != Waiter.Added.WAITING) return false;
        byToken.put(one.token, one);
        return true;
    }

    private void release(Tracked one) {
        waiter.remove(one.token);
        byToken.remove(one.token);
    }

    private void ended(Waiter.End end) {
        Tracked one = byToken.remove(end.token());
        if (one == null || !(one.sight instanceof Sight.Running running)) return;
        long pid = running.identity().pid();
        one.now(
                new Sight.Exited("process " + pid + " ended" + (end.detail().isEmpty() ? "" : ": " + end.detail())),
                false);
        guarded(one, () -> one.say(applied.sink(), clock.instant()));
    }

    private void refresh() {
        int parts = Math.clamp((tracked.size() + PART - 1) / PART, 1, MOST_PARTS);
        long part = turn % parts;
        boolean resources = (turn / parts) % 2 == 0;
        turn++;
        due = Math.max(due + PERIOD.toNanos() / parts, System.nanoTime());
        for (Tracked one : tracked.values())
            if (one.number % parts == part) guarded(one, () -> refresh(one, resources));
    }

    private void refresh(Tracked one, boolean resources) {
        if (!one.settled) {
            settle(one);
            return;
        }
        if (one.sight instanceof Sight.Running running && (resources || !one.events)) {
            var look = vitals.look(running.identity().pid());
            if (look.isEmpty()
                    || look.get().ended()
                    || look.get().mark() != running.look().mark()) {
                release(one); // the event was lost, or there is none for this process
                one.now(new Sight.Exited("process " + running.identity().pid() + " ended"), false);
            } else if (resources) {
                one.sayResources(look.get(), System.nanoTime(), applied.sink(), clock.instant());
            }
        }
        one.say(applied.sink(), clock.instant());
    }

    /** What goes wrong with one process is told as an absent reading, and the others are watched on. */
    private void guarded(Tracked one, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            one.sayFailure(e, applied.sink(), clock.instant());
        }
    }

    @Override
    public void close() {
        closed = true;
        waiter.wake();
        try {
            thread.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether its thread does its work. */
    boolean alive() {
        return thread.isAlive();
    }

    /** How exits are seen. */
    String how() {
        return waiter.how();
    }
}

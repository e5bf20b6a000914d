package io.x0tta6bl4.monitor.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessSensorTest implements SensorContract {
    private static final Element STORE = element("store");

    private final MemoryLedger ledger = new MemoryLedger();
    private final List<ProcessHandle> started = new ArrayList<>();
    private final Queue<Observation> seen = new ConcurrentLinkedQueue<>();
    private ProcessSensor sensor = new ProcessSensor(ledger);

    private static Element element(String name) {
        Subject.Process process = new Subject.Process(
                List.of("sleep", "600"),
                Path.of("/"),
                Map.of(),
                List.of(),
                Subject.Restart.ALWAYS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
        return new Element(
                new ElementId(name),
                process,
                "service",
                "here",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of());
    }

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        if (ledger.all().isEmpty()) keep(STORE, sleeper());
        return STORE;
    }

    private ProcessHandle sleeper() {
        try {
            ProcessHandle handle = new ProcessBuilder("sleep", "600").start().toHandle();
            started.add(handle);
            return handle;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A process whose parent has gone, as after a restart of the node. */
    private ProcessHandle orphan() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!").start();
        long pid = Long.parseLong(new String(shell.getInputStream().readAllBytes()).trim());
        shell.waitFor();
        ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
        started.add(handle);
        return handle;
    }

    private void keep(Element element, ProcessHandle handle) {
        ledger.put(element.id(), MemoryLedger.started(handle));
    }

    private static void signal(String signal, ProcessHandle handle) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(handle.pid()))
                .start()
                .waitFor();
    }

    private void awaitState(Element element, String state) {
        await().atMost(PATIENCE)
                .until(() -> last(element).filter(o -> o.says(state)).isPresent());
    }

    private Optional<Observation> last(Element element) {
        return seen.stream()
                .filter(o -> o.element().equals(element.id()) && o.signal().equals(Signals.PROCESS_STATE))
                .reduce((a, b) -> b);
    }

    private String detail(Element element) {
        return ((Reading.State) last(element).orElseThrow().reading()).detail();
    }

    @AfterEach
    void stop() {
        sensor.close();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void a_killed_child_is_seen_as_an_event() throws Exception {
        eventsOnly();
        ProcessHandle child = sleeper();
        keep(STORE, child);
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "running");
        signal("KILL", child);
        awaitState(STORE, "exited");
        assertThat(detail(STORE)).startsWith("process " + child.pid() + " ended");
    }

    @Test
    void a_killed_process_of_an_earlier_node_is_seen_as_an_event() throws Exception {
        eventsOnly();
        ProcessHandle orphan = orphan();
        keep(STORE, orphan);
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "running");
        signal("KILL", orphan);
        awaitState(STORE, "exited");
    }

    @Test
    void where_the_kernel_has_no_descriptors_the_jdk_waits() throws Exception {
        sensor.close();
        sensor = sensor(() -> new HandleWaiter("in this test"));
        ProcessHandle child = sleeper();
        keep(STORE, child);
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "running");
        signal("KILL", child);
        awaitState(STORE, "exited");
        assertThat(sensor.selfTest().passed()).isTrue();
        assertThat(sensor.selfTest().detail()).contains("in this test");
    }

    /** A sensor that believes each process to run for ever, unless the kernel tells of its end. */
    private void eventsOnly() {
        sensor.close();
        Vitals real = Vitals.ofThisPlatform();
        Map<Long, Optional<Vitals.Look>> first = new ConcurrentHashMap<>();
        Vitals frozen = pid -> first.computeIfAbsent(pid, real::look);
        sensor = new ProcessSensor(ledger, frozen, SteadyClock.system(), ProcessSensor::bestWaiter);
    }

    private ProcessSensor sensor(Supplier<Waiter> waiters) {
        return new ProcessSensor(ledger, Vitals.ofThisPlatform(), SteadyClock.system(), waiters);
    }

    @Test
    void a_lost_event_is_made_good_by_the_next_refresh() throws Exception {
        sensor.close();
        sensor = sensor(() -> new DeafWaiter(ProcessSensor.bestWaiter()));
        ProcessHandle orphan = orphan();
        keep(STORE, orphan);
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "running");
        signal("KILL", orphan);
        awaitState(STORE, "exited");
    }

    /** Loses every end. */
    private record DeafWaiter(Waiter waiter) implements Waiter {
        @Override
        public Added add(long pid, long token) {
            waiter.add(pid, token);
            return Added.POLLED;
        }

        @Override
        public void remove(long token) {
            waiter.remove(token);
        }

        @Override
        public List<End> await(Duration limit) {
            waiter.await(limit);
            return List.of();
        }

        @Override
        public void wake() {
            waiter.wake();
        }

        @Override
        public String how() {
            return "not at all";
        }

        @Override
        public void close() {
            waiter.close();
        }
    }

    @Test
    void a_zombie_counts_as_exited() throws Exception {
        // the shell becomes a sleep that never collects its child
        Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        started.add(parent.toHandle());
        byte[] line = new byte[16];
        int read = parent.getInputStream().read(line);
        ProcessHandle child = ProcessHandle.of(Long.parseLong(new String(line, 0, read).trim()))
                .orElseThrow();
        keep(STORE, child);
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "running");
        signal("KILL", child);
        awaitState(STORE, "exited");
        assertThat(sensor.look(STORE)).anyMatch(o -> o.says("exited"));
        assertThat(java.nio.file.Files.readString(Path.of("/proc/" + child.pid() + "/stat")))
                .contains(") Z ");
    }

    @Test
    void another_process_of_the_same_number_is_not_taken_for_it() {
        ProcessHandle other = sleeper();
        Instant longAgo = other.info().startInstant().orElseThrow().minusSeconds(3600);
        ledger.put(STORE.id(), new ProcessLedger.Started(new ProcessLedger.Identity(other.pid(), longAgo, "test")));
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "exited");
        assertThat(detail(STORE)).contains("belongs to another process");
        assertThat(sensor.look(STORE)).anyMatch(o -> o.says("exited"));
    }

    @Test
    void a_process_that_never_was_and_one_that_was_stopped_are_told_apart() {
        Element stopped = element("stopped");
        ledger.put(stopped.id(), new ProcessLedger.StoppedByOperator(Instant.now()));
        sensor.watch(model(1, STORE, stopped), seen::add);
        awaitState(STORE, "never-started");
        awaitState(stopped, "never-started");
        assertThat(detail(STORE)).isEmpty();
        assertThat(detail(stopped)).isEqualTo("stopped by operator");
    }

    @Test
    void a_start_and_a_restart_are_seen_through_the_ledger() throws Exception {
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "never-started");
        ProcessHandle first = sleeper();
        keep(STORE, first);
        awaitState(STORE, "running");
        signal("KILL", first);
        awaitState(STORE, "exited");
        ProcessHandle second = sleeper();
        keep(STORE, second);
        awaitState(STORE, "running");
        assertThat(detail(STORE)).isEqualTo("process " + second.pid());
    }

    @Test
    void a_stopped_process_runs_and_its_scheduling_says_stopped() throws Exception {
        ProcessHandle child = sleeper();
        keep(STORE, child);
        sensor.watch(model(1, STORE), seen::add);
        signal("STOP", child);
        await().atMost(PATIENCE)
                .until(() -> seen.stream()
                        .anyMatch(o -> o.signal().equals(Signals.PROCESS_SCHEDULING) && o.says("stopped")));
        assertThat(sensor.look(STORE)).anyMatch(o -> o.says("running")).anyMatch(o -> o.says("stopped"));
    }

    @Test
    void resources_are_measured() {
        keep(STORE, ProcessHandle.current());
        sensor.watch(model(1, STORE), seen::add);
        for (String signal :
                List.of(Signals.PROCESS_CPU, Signals.PROCESS_MEMORY, Signals.PROCESS_THREADS, Signals.PROCESS_FILES))
            await().atMost(PATIENCE)
                    .until(() -> seen.stream()
                            .anyMatch(o -> o.signal().equals(signal)
                                    && o.reading() instanceof Reading.Measured m
                                    && (m.value() > 0 || signal.equals(Signals.PROCESS_CPU))));
    }

    @Test
    void a_ledger_that_fails_is_told_as_absence_and_made_good_later() {
        keep(STORE, sleeper());
        ledger.broken = true;
        sensor.watch(model(1, STORE), seen::add);
        await().atMost(PATIENCE).until(() -> seen.stream().anyMatch(o -> o.reading() instanceof Reading.Absent));
        assertThat(seen).noneMatch(o -> o.says("never-started"));
        ledger.broken = false;
        awaitState(STORE, "running");
    }

    @Test
    void thousands_of_elements_share_one_thread() {
        Element[] many = new Element[10_000];
        for (int i = 0; i < many.length; i++) many[i] = element("p" + i);
        ledger.put(many[9_999].id(), MemoryLedger.started(ProcessHandle.current()));
        sensor.watch(model(1, many), seen::add);
        awaitState(many[9_999], "running");
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().startsWith("x0-")))
                .hasSize(1);
    }

    @Test
    void a_stopped_sensor_leaves_no_thread_and_no_subscription() {
        keep(STORE, sleeper());
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "running");
        sensor.close();
        assertThat(ledger.listeners).isEmpty();
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().equals("x0-sensor-process")));
    }

    @Test
    void its_self_test_says_how_exits_are_seen() {
        assertThat(sensor.selfTest().passed()).isTrue();
        assertThat(sensor.selfTest().detail()).contains("pidfd");
    }

    @Test
    void an_exit_code_is_told_when_it_is_really_known() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "read line; exit 7").start();
        started.add(child.toHandle());
        keep(STORE, child.toHandle());
        sensor.watch(model(1, STORE), seen::add);
        awaitState(STORE, "running");
        child.getOutputStream().close();
        awaitState(STORE, "exited");
        assertThat(detail(STORE)).matches("process " + child.pid() + " ended(: exit code 7)?");
    }

    @Test
    void sixty_kills_are_all_seen_and_the_time_to_each_is_printed() throws Exception {
        List<Double> millis = new ArrayList<>();
        sensor.watch(model(1, STORE), seen::add);
        int coded = 0;
        for (int i = 0; i < 60; i++) {
            ProcessHandle process = i % 2 == 0 ? sleeper() : orphan();
            keep(STORE, process);
            awaitState(STORE, "running");
            seen.clear();
            long start = System.nanoTime();
            process.destroyForcibly();
            await().pollInterval(100, TimeUnit.MICROSECONDS)
                    .pollDelay(Duration.ZERO)
                    .atMost(PATIENCE)
                    .until(() -> seen.stream().anyMatch(o -> o.says("exited")));
            Observation exit =
                    seen.stream().filter(o -> o.says("exited")).findFirst().orElseThrow();
            millis.add((System.nanoTime() - start) / 1e6);
            if (((Reading.State) exit.reading()).detail().contains("signal 9")) coded++;
        }
        Collections.sort(millis);
        System.out.printf(
                "kill to observation: p50 %.2f ms, p99 %.2f ms, max %.2f ms; how it ended is known for %d of 60%n",
                millis.get(30), millis.get(59), millis.get(59), coded);
    }
}

package io.x0tta6bl4.monitor.provider.host;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.nativefree.SystemInfo;

/**
 * Reads the host. The JDK tells the disk; OSHI, in its form without native code, the rest, because the JDK knows free but
 * not available memory. Used by one thread at a time.
 */
final class Gauges {
    private static final int TICK_TYPES = TickType.values().length;

    private final Path data;
    private final Supplier<CentralProcessor> processor;
    private final Supplier<GlobalMemory> memory;
    private long[] ticks = new long[0];

    Gauges(Path data, SystemInfo system) {
        this.data = data;
        this.processor = () -> system.getHardware().getProcessor();
        this.memory = () -> system.getHardware().getMemory();
    }

    /** All gauges by signal; one that cannot be read is absent with the reason and does not stop the others. */
    synchronized Map<String, Reading> read() {
        Map<String, Reading> readings = new LinkedHashMap<>();
        readings.put(Signals.HOST_CPU, guarded("processor", this::processor));
        readings.put(Signals.HOST_MEMORY, guarded("memory", this::memory));
        readings.put(Signals.HOST_DISK, guarded("disk", this::disk));
        readings.put(Signals.HOST_LOAD, guarded("load", this::load));
        return readings;
    }

    private static Reading guarded(String what, Supplier<Reading> gauge) {
        try {
            return gauge.get();
        } catch (RuntimeException | LinkageError e) {
            return new Reading.Absent("the " + what + " is not readable on this host: " + e.getMessage());
        }
    }

    /** Share in use since the reading before. */
    private Reading processor() {
        long[] before = ticks;
        ticks = processor.get().getSystemCpuLoadTicks();
        if (before.length != TICK_TYPES) return new Reading.Absent("needs two readings");
        long total = 0;
        for (int i = 0; i < TICK_TYPES; i++) total += ticks[i] - before[i];
        if (total <= 0) return new Reading.Absent("no time has passed since the reading before");
        int idle = TickType.IDLE.getIndex();
        int waiting = TickType.IOWAIT.getIndex();
        long unused = ticks[idle] - before[idle] + ticks[waiting] - before[waiting];
        return share(1 - (double) unused / total);
    }

    private Reading memory() {
        GlobalMemory now = memory.get();
        long total = now.getTotal();
        if (total <= 0) return new Reading.Absent("the host does not tell its memory");
        return share(1 - (double) now.getAvailable() / total);
    }

    private Reading disk() {
        try {
            FileStore store = Files.getFileStore(data);
            long total = store.getTotalSpace();
            if (total <= 0) return new Reading.Absent("the file system of " + data + " does not tell its size");
            return share(1 - (double) store.getUsableSpace() / total);
        } catch (IOException e) {
            return new Reading.Absent("the file system of " + data + " is not readable: " + e.getMessage());
        }
    }

    private Reading load() {
        double load = processor.get().getSystemLoadAverage(1)[0];
        if (load < 0) return new Reading.Absent("the host does not tell its load");
        return new Reading.Measured(load / processor.get().getLogicalProcessorCount(), "1");
    }

    private static Reading share(double value) {
        return new Reading.Measured(Math.clamp(value, 0, 1), "1");
    }
}

package io.x0tta6bl4.ml.provider.onnxruntime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/**
 * The functions of ONNX Runtime used here, out of its table, which by contract only ever grows at its end. One environment;
 * one thread per run, so that what runs costs what it says.
 */
final class Ort implements AutoCloseable {
    private static final int TABLE_VERSION = 17;
    private static final int ERRORS_ONLY = 3;
    private static final int DEVICE_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;
    private static final long TEXT_LIMIT = 65_536;

    /** A refusal of ONNX Runtime in its own words. */
    static final class Complaint extends Exception {
        private static final long serialVersionUID = 1;

        Complaint(String message) {
            super(message);
        }
    }

    private final Arena arena = Arena.ofShared();
    private final String version;
    private final MemorySegment errorMessage;
    private final MemorySegment createSession;
    private final MemorySegment run;
    private final MemorySegment createOptions;
    private final MemorySegment setThreads;
    private final MemorySegment createTensor;
    private final MemorySegment tensorData;
    private final MemorySegment elementType;
    private final MemorySegment dimensionCount;
    private final MemorySegment dimensions;
    private final MemorySegment typeAndShape;
    private final MemorySegment releaseEnvironment;
    private final MemorySegment releaseStatus;
    private final MemorySegment releaseMemory;
    private final MemorySegment releaseSession;
    private final MemorySegment releaseValue;
    private final MemorySegment releaseShape;
    private final MemorySegment releaseOptions;
    private final MemorySegment environment;
    private final MemorySegment memory;

    Ort(Path library) throws Complaint {
        MemorySegment base = base(library);
        version = text(base.getAtIndex(ADDRESS, 1));
        MemorySegment table = table(base.getAtIndex(ADDRESS, 0));
        errorMessage = table.getAtIndex(ADDRESS, 2);
        createSession = table.getAtIndex(ADDRESS, 8);
        run = table.getAtIndex(ADDRESS, 9);
        createOptions = table.getAtIndex(ADDRESS, 10);
        setThreads = table.getAtIndex(ADDRESS, 24);
        createTensor = table.getAtIndex(ADDRESS, 49);
        tensorData = table.getAtIndex(ADDRESS, 51);
        elementType = table.getAtIndex(ADDRESS, 60);
        dimensionCount = table.getAtIndex(ADDRESS, 61);
        dimensions = table.getAtIndex(ADDRESS, 62);
        typeAndShape = table.getAtIndex(ADDRESS, 65);
        releaseEnvironment = table.getAtIndex(ADDRESS, 92);
        releaseStatus = table.getAtIndex(ADDRESS, 93);
        releaseMemory = table.getAtIndex(ADDRESS, 94);
        releaseSession = table.getAtIndex(ADDRESS, 95);
        releaseValue = table.getAtIndex(ADDRESS, 96);
        releaseShape = table.getAtIndex(ADDRESS, 99);
        releaseOptions = table.getAtIndex(ADDRESS, 100);
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment out = scratch.allocate(ADDRESS);
            check(() -> (MemorySegment) Signatures.INT_TEXT_OUT.invokeExact(
                    table.getAtIndex(ADDRESS, 3), ERRORS_ONLY, scratch.allocateFrom("x0tta6bl4"), out));
            environment = out.get(ADDRESS, 0);
            check(() -> (MemorySegment) Signatures.INT_INT_OUT.invokeExact(
                    table.getAtIndex(ADDRESS, 69), DEVICE_ALLOCATOR, DEFAULT_MEMORY, out));
            memory = out.get(ADDRESS, 0);
        }
    }

    private MemorySegment base(Path library) throws Complaint {
        try {
            MemorySegment entry = SymbolLookup.libraryLookup(library, arena)
                    .find("OrtGetApiBase")
                    .orElseThrow(() -> new Complaint(library + " is not ONNX Runtime: it has no OrtGetApiBase"));
            MemorySegment base = call(() -> (MemorySegment) Signatures.POINTER.invokeExact(entry));
            return base.reinterpret(2 * ADDRESS.byteSize());
        } catch (IllegalArgumentException e) {
            throw new Complaint(library + " cannot be loaded: " + e.getMessage());
        }
    }

    private static MemorySegment table(MemorySegment getApi) throws Complaint {
        MemorySegment table = call(() -> (MemorySegment) Signatures.POINTER_INT.invokeExact(getApi, TABLE_VERSION));
        if (table.equals(MemorySegment.NULL)) throw new Complaint("ONNX Runtime has no table of version 17");
        return table.reinterpret(101 * ADDRESS.byteSize());
    }

    private static String text(MemorySegment getVersion) throws Complaint {
        return call(() -> (MemorySegment) Signatures.POINTER.invokeExact(getVersion))
                .reinterpret(TEXT_LIMIT)
                .getString(0);
    }

    /** What the library calls itself. */
    String version() {
        return version;
    }

    /** A body of native calls. */
    @FunctionalInterface
    private interface Native<T> {
        T call() throws Throwable;
    }

    private static <T> T call(Native<T> body) throws Complaint {
        try {
            return body.call();
        } catch (Complaint | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call threw", e);
        }
    }

    private void check(Native<MemorySegment> body) throws Complaint {
        MemorySegment status = call(body);
        if (status.equals(MemorySegment.NULL)) return;
        String words = call(() -> (MemorySegment) Signatures.TEXT.invokeExact(errorMessage, status))
                .reinterpret(TEXT_LIMIT)
                .getString(0);
        release(releaseStatus, status);
        throw new Complaint(words);
    }

    private static void release(MemorySegment function, MemorySegment what) {
        try {
            Signatures.RELEASE.invokeExact(function, what);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native release threw", e);
        }
    }

    /** A model made ready to run; to be given to {@link #releaseSession}. */
    MemorySegment session(byte[] model) throws Complaint {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment out = scratch.allocate(ADDRESS);
            check(() -> (MemorySegment) Signatures.OUT.invokeExact(createOptions, out));
            MemorySegment options = out.get(ADDRESS, 0);
            try {
                check(() -> (MemorySegment) Signatures.OF_INT.invokeExact(setThreads, options, 1));
                MemorySegment bytes = scratch.allocate(model.length, 8);
                MemorySegment.copy(model, 0, bytes, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, model.length);
                check(() -> (MemorySegment) Signatures.SESSION.invokeExact(
                        createSession, environment, bytes, (long) model.length, options, out));
                return out.get(ADDRESS, 0);
            } finally {
                release(releaseOptions, options);
            }
        }
    }

    void releaseSession(MemorySegment session) {
        release(releaseSession, session);
    }

    /** A tensor over memory of the caller; to be given to {@link #releaseValue}. */
    MemorySegment tensor(MemorySegment data, MemorySegment shape, long rank, int type, Arena scratch) throws Complaint {
        MemorySegment out = scratch.allocate(ADDRESS);
        check(() -> (MemorySegment)
                Signatures.TENSOR.invokeExact(createTensor, memory, data, data.byteSize(), shape, rank, type, out));
        return out.get(ADDRESS, 0);
    }

    void releaseValue(MemorySegment value) {
        if (!value.equals(MemorySegment.NULL)) release(releaseValue, value);
    }

    void run(
            MemorySegment session,
            MemorySegment names,
            MemorySegment in,
            long ins,
            MemorySegment wanted,
            long outs,
            MemorySegment out)
            throws Complaint {
        check(() -> (MemorySegment)
                Signatures.RUN.invokeExact(run, session, MemorySegment.NULL, names, in, ins, wanted, outs, out));
    }

    /** Shape and type of a value: the type is the last number. */
    long[] shape(MemorySegment value, Arena scratch) throws Complaint {
        MemorySegment out = scratch.allocate(ADDRESS);
        check(() -> (MemorySegment) Signatures.OF_OUT.invokeExact(typeAndShape, value, out));
        MemorySegment info = out.get(ADDRESS, 0);
        try {
            MemorySegment number = scratch.allocate(JAVA_LONG);
            check(() -> (MemorySegment) Signatures.OF_OUT.invokeExact(dimensionCount, info, number));
            int rank = Math.toIntExact(number.get(JAVA_LONG, 0));
            MemorySegment found = scratch.allocate(JAVA_LONG, Math.max(1, rank));
            check(() -> (MemorySegment) Signatures.OF_LONG.invokeExact(dimensions, info, found, (long) rank));
            check(() -> (MemorySegment) Signatures.OF_OUT.invokeExact(elementType, info, number));
            long[] result = new long[rank + 1];
            for (int i = 0; i < rank; i++) result[i] = found.getAtIndex(JAVA_LONG, i);
            result[rank] = number.get(JAVA_INT, 0);
            return result;
        } finally {
            release(releaseShape, info);
        }
    }

    /** The numbers of a value, valid until it is released. */
    MemorySegment data(MemorySegment value, long bytes, Arena scratch) throws Complaint {
        MemorySegment out = scratch.allocate(ADDRESS);
        check(() -> (MemorySegment) Signatures.OF_OUT.invokeExact(tensorData, value, out));
        return out.get(ADDRESS, 0).reinterpret(bytes);
    }

    /** No run and no session may be left. */
    @Override
    public void close() {
        release(releaseMemory, memory);
        release(releaseEnvironment, environment);
        arena.close();
    }
}

package io.x0tta6bl4.ml.provider.onnxruntime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.x0tta6bl4.ml.api.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One model in ONNX Runtime. Runs may overlap; closing is for when none is left. */
final class Session implements AutoCloseable {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final Ort ort;
    private final MemorySegment session;

    Session(Ort ort, byte[] model) throws Ort.Complaint {
        this.ort = ort;
        this.session = Deep.call(() -> ort.session(model));
    }

    Map<String, Tensor> run(Map<String, Tensor> inputs, List<String> outputs) throws Ort.Complaint {
        try (Arena scratch = Arena.ofConfined()) {
            List<Map.Entry<String, Tensor>> given = List.copyOf(inputs.entrySet());
            MemorySegment names = scratch.allocate(ADDRESS, given.size());
            MemorySegment in = scratch.allocate(ADDRESS, given.size());
            MemorySegment wanted = scratch.allocate(ADDRESS, outputs.size());
            MemorySegment out = scratch.allocate(ADDRESS, outputs.size());
            try {
                for (int i = 0; i < given.size(); i++) {
                    names.setAtIndex(
                            ADDRESS, i, scratch.allocateFrom(given.get(i).getKey()));
                    in.setAtIndex(ADDRESS, i, value(given.get(i).getValue(), scratch));
                }
                for (int i = 0; i < outputs.size(); i++)
                    wanted.setAtIndex(ADDRESS, i, scratch.allocateFrom(outputs.get(i)));
                ort.run(session, names, in, given.size(), wanted, outputs.size(), out);
                Map<String, Tensor> answers = new LinkedHashMap<>();
                for (int i = 0; i < outputs.size(); i++)
                    answers.put(outputs.get(i), tensor(out.getAtIndex(ADDRESS, i), scratch));
                return answers;
            } finally {
                for (int i = 0; i < given.size(); i++) ort.releaseValue(in.getAtIndex(ADDRESS, i));
                for (int i = 0; i < outputs.size(); i++) ort.releaseValue(out.getAtIndex(ADDRESS, i));
            }
        }
    }

    private MemorySegment value(Tensor tensor, Arena scratch) throws Ort.Complaint {
        MemorySegment shape = scratch.allocateFrom(JAVA_LONG, tensor.shape());
        return switch (tensor) {
            case Tensor.Floats f ->
                ort.tensor(scratch.allocateFrom(JAVA_FLOAT, f.data()), shape, f.shape().length, FLOAT, scratch);
            case Tensor.Longs l ->
                ort.tensor(scratch.allocateFrom(JAVA_LONG, l.data()), shape, l.shape().length, INT64, scratch);
        };
    }

    private Tensor tensor(MemorySegment value, Arena scratch) throws Ort.Complaint {
        long[] found = ort.shape(value, scratch);
        long[] shape = Arrays.copyOf(found, found.length - 1);
        long size = 1;
        for (long dimension : shape) size *= dimension;
        if (size > Tensor.MOST)
            throw new Ort.Complaint("the answer has " + size + " numbers; the most are " + Tensor.MOST);
        int type = (int) found[found.length - 1];
        return switch (type) {
            case FLOAT ->
                new Tensor.Floats(shape, ort.data(value, 4 * size, scratch).toArray(JAVA_FLOAT));
            case INT64 ->
                new Tensor.Longs(shape, ort.data(value, 8 * size, scratch).toArray(JAVA_LONG));
            default ->
                throw new Ort.Complaint("the answer has numbers of ONNX type " + type + ", which is not served here");
        };
    }

    @Override
    public void close() {
        ort.releaseSession(session);
    }
}

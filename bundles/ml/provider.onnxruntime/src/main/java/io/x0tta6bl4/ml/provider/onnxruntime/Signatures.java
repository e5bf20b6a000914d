package io.x0tta6bl4.ml.provider.onnxruntime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** How the functions of ONNX Runtime are called; constants, because a handle that is one costs nothing to call. */
final class Signatures {
    private static final Linker LINKER = Linker.nativeLinker();
    static final MethodHandle POINTER_INT = handle(FunctionDescriptor.of(ADDRESS, JAVA_INT));
    static final MethodHandle POINTER = handle(FunctionDescriptor.of(ADDRESS));
    static final MethodHandle TEXT = handle(FunctionDescriptor.of(ADDRESS, ADDRESS));
    static final MethodHandle RELEASE = handle(FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle INT_TEXT_OUT = handle(FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    static final MethodHandle OUT = handle(FunctionDescriptor.of(ADDRESS, ADDRESS));
    static final MethodHandle OF_INT = handle(FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    static final MethodHandle OF_OUT = handle(FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    static final MethodHandle OF_LONG = handle(FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    static final MethodHandle INT_INT_OUT = handle(FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    static final MethodHandle SESSION =
            handle(FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    static final MethodHandle TENSOR =
            handle(FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS));
    static final MethodHandle RUN = handle(
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));

    private Signatures() {}

    private static MethodHandle handle(FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(descriptor);
    }
}

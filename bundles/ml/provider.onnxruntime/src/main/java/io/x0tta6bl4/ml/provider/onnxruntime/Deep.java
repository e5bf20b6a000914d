package io.x0tta6bl4.ml.provider.onnxruntime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A call on a thread with stack enough. When ONNX Runtime is loaded it goes down some 900 KiB of native stack; a thread of the usual 1 MiB that is in the midst of something has less, and then the process ends without a word.
 * A run needs less than 200 KiB, so it stays on the thread of its caller.
 */
final class Deep {
    /** Bytes; only what is used is taken from memory. */
    private static final long STACK = 16L << 20;

    private Deep() {}

    /** What is called. */
    @FunctionalInterface
    interface Call<R> {
        R run() throws Ort.Complaint;
    }

    static <R> R call(Call<R> body) throws Ort.Complaint {
        CompletableFuture<R> answer = new CompletableFuture<>();
        Thread thread = new Thread(null, () -> run(body, answer), "ml-deep", STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Ort.Complaint complaint) throw complaint;
            throw e;
        }
    }

    private static <R> void run(Call<R> body, CompletableFuture<R> answer) {
        try {
            answer.complete(body.run());
        } catch (Ort.Complaint | RuntimeException | LinkageError e) {
            answer.completeExceptionally(e);
        }
    }
}

package io.x0tta6bl4.identity.provider.spire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** One stream of the agent, opened again whenever it ends, for as long as this node runs. */
final class Followed {
    /** Takes one message; refuses it by throwing. */
    @FunctionalInterface
    interface Taking {
        void take(byte[] message) throws Exception;
    }

    private final Agent agent;
    private final String where;
    private final String method;
    private final Taking taking;
    private final Consumer<Optional<String>> trouble;
    private final Runnable denied;
    private final Thread thread;
    private volatile boolean over;

    /** @param denied what to do when the agent says that this node is entitled to nothing any more */
    Followed(
            Agent agent,
            String where,
            String method,
            Taking taking,
            Consumer<Optional<String>> trouble,
            Runnable denied) {
        this.agent = agent;
        this.where = where;
        this.method = method;
        this.taking = taking;
        this.trouble = trouble;
        this.denied = denied;
        this.thread = Thread.ofPlatform().daemon().name("x0-spire-" + method).unstarted(this::follow);
    }

    Followed begin() {
        thread.start();
        return this;
    }

    private void follow() {
        Backoff backoff = new Backoff(ThreadLocalRandom.current());
        while (!over) {
            try {
                agent.retry();
                for (Iterator<byte[]> messages = agent.follow(method); messages.hasNext(); ) {
                    take(messages.next());
                    backoff.reset();
                }
                trouble.accept(Optional.of("the agent at " + where + " ended the stream " + method));
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() == Status.Code.PERMISSION_DENIED) denied.run();
                if (!over) trouble.accept(Optional.of(words(e.getStatus())));
            } catch (RuntimeException e) {
                trouble.accept(Optional.of("following " + method + " at " + where + " failed: " + e));
            }
            pause(backoff);
        }
    }

    private void take(byte[] message) {
        try {
            taking.take(message);
            trouble.accept(Optional.empty());
        } catch (Exception refused) {
            trouble.accept(Optional.of("what the agent at " + where + " sent by " + method
                    + " is not used, what it sent before stays in force: " + refused.getMessage()));
        }
    }

    private String words(Status status) {
        String said = status.getCode() + (status.getDescription() == null ? "" : ", " + status.getDescription());
        return switch (status.getCode()) {
            case UNAVAILABLE ->
                "the agent at " + where + " does not answer (" + said + "); start it, or configure socket";
            case PERMISSION_DENIED ->
                "the agent at " + where + " has no identity for this process (" + said
                        + "); make a registration entry whose selectors hold for this node";
            default -> "the agent at " + where + " refused " + method + " (" + said + ")";
        };
    }

    private void pause(Backoff backoff) {
        try {
            if (!over) Thread.sleep(backoff.next());
        } catch (InterruptedException end) {
            over = true;
        }
    }

    void end() {
        over = true;
        thread.interrupt();
    }
}

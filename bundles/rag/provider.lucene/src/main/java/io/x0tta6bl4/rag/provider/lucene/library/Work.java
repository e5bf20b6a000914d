package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Job;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A job while it runs: what it has done so far, told by one thread, read by many. */
public final class Work {
    private static final int COMPLAINTS = 50;

    private final long number;
    private final String what;
    private final String unit;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile Job.State state = Job.State.WAITING;
    private volatile long done;
    private volatile long all;
    private volatile String words = "waits for its turn";
    private volatile long begun = System.nanoTime();
    private volatile long ended;
    private volatile boolean cancelled;

    Work(long number, String what, String unit) {
        this.number = number;
        this.what = what;
        this.unit = unit;
    }

    /** What a job does. */
    @FunctionalInterface
    public interface Body {
        String run(Work work) throws Exception;
    }

    public void all(long steps) {
        all = steps;
    }

    public void done(long steps) {
        done = steps;
    }

    public void says(String now) {
        words = now;
    }

    public void complain(String complaint) {
        if (complaints.size() < COMPLAINTS) complaints.add(complaint);
        else if (complaints.size() == COMPLAINTS) complaints.add("and more");
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** One that waits for its turn ends at once, one that runs where it looks up next. */
    synchronized boolean cancel() {
        if (job().ended()) return false;
        cancelled = true;
        if (state == Job.State.WAITING) end(Job.State.CANCELLED, "cancelled before it began");
        return true;
    }

    private synchronized boolean begin() {
        if (state != Job.State.WAITING) return false;
        begun = System.nanoTime();
        state = Job.State.RUNNING;
        return true;
    }

    void run(Body body) {
        if (!begin()) return;
        try {
            String result = body.run(this);
            end(cancelled ? Job.State.CANCELLED : Job.State.DONE, result);
        } catch (Exception e) {
            end(Job.State.FAILED, words(e));
        } catch (OutOfMemoryError e) {
            end(Job.State.FAILED, "the memory of the node does not suffice (X0_JAVA_OPTS=-Xmx1g gives more)");
        }
    }

    /** What failed, with what began it: a full disk is often two causes away. */
    static String words(Throwable failure) {
        String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        Throwable root = failure;
        for (int i = 0; i < 10 && root.getCause() != null; i++) root = root.getCause();
        String began = String.valueOf(root.getMessage());
        return root == failure || said.contains(began) ? said : said + " (" + began + ")";
    }

    void end(Job.State last, String result) {
        words = result;
        ended = System.nanoTime();
        state = last;
    }

    Job job() {
        Job.State now = state;
        boolean over = now != Job.State.WAITING && now != Job.State.RUNNING;
        Duration running = Duration.ofNanos((over ? ended : System.nanoTime()) - begun);
        return new Job(number, what, now, done, all, unit, running, words, complaints);
    }
}

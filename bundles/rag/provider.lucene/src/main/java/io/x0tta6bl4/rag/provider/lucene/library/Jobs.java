package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One job at a time, a bounded queue before it, and the last ones that ended. */
final class Jobs implements AutoCloseable {
    private static final int REMEMBERED = 32;
    private static final long END_SECONDS = 4;

    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Work> works = new ConcurrentSkipListMap<>();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(Library.WAITING),
            Thread.ofPlatform()
                    .daemon()
                    .name("rag-library")
                    .priority(Thread.MIN_PRIORITY)
                    .factory());

    Job start(String what, String unit, Work.Body body) {
        Work work = new Work(numbers.incrementAndGet(), what, unit);
        works.put(work.job().number(), work);
        while (works.size() > REMEMBERED && works.firstEntry().getValue().job().ended()) works.pollFirstEntry();
        try {
            worker.execute(() -> work.run(body));
        } catch (RejectedExecutionException full) {
            work.end(
                    Job.State.FAILED,
                    "refused: " + Library.WAITING + " jobs wait already; try again when one has ended");
        }
        return work.job();
    }

    Optional<Job> job(long number) {
        return Optional.ofNullable(works.get(number)).map(Work::job);
    }

    List<Job> all() {
        return works.descendingMap().values().stream().map(Work::job).toList();
    }

    boolean cancel(long number) {
        Work work = works.get(number);
        return work != null && work.cancel();
    }

    @Override
    public void close() {
        works.values().forEach(Work::cancel);
        worker.shutdown();
        try {
            if (!worker.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) worker.shutdownNow();
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of new models, in order, on one thread of its own; what one listener throws does not reach another.
 *
 * <p>At most {@value #LIMIT} models wait. When listeners are slower than that, only the newest is kept for all of them:
 * each model is whole, so a listener that misses some and gets the newest knows all there is to know.
 */
final class Announcer implements AutoCloseable {
    static final int LIMIT = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final List<Listener> listeners = new ArrayList<>();
    private final BlockingQueue<News> queue = new LinkedBlockingQueue<>(LIMIT);
    private final Thread thread = Thread.ofPlatform().name("x0-model").daemon().unstarted(this::run);

    private record News(Model model, List<Listener> to) {}

    /** Its identity counts: the same consumer may listen twice. */
    private static final class Listener {
        private final Consumer<Model> consumer;
        private volatile boolean open = true;

        Listener(Consumer<Model> consumer) {
            this.consumer = consumer;
        }

        void tell(Model model) {
            try {
                if (open) consumer.accept(model);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed on revision {} of the model; the others go on", model.revision(), e);
            }
        }
    }

    Announcer() {
        thread.start();
    }

    /** Tells the consumer of the current model, then of all later ones until the handle is closed. */
    synchronized AutoCloseable join(Consumer<Model> consumer, Model current) {
        Listener listener = new Listener(consumer);
        listeners.add(listener);
        tell(current, List.of(listener));
        return () -> leave(listener);
    }

    synchronized void announce(Model model) {
        tell(model, List.copyOf(listeners));
    }

    private synchronized void leave(Listener listener) {
        listener.open = false;
        listeners.remove(listener);
    }

    private void tell(Model model, List<Listener> to) {
        if (queue.offer(new News(model, to))) return;
        queue.clear();
        if (!queue.offer(new News(model, List.copyOf(listeners))))
            throw new IllegalStateException("an empty queue is full");
        LOG.warn("listeners are too slow: {} models were skipped, the newest is told", LIMIT);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                News news = queue.take();
                for (Listener listener : news.to()) listener.tell(news.model());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

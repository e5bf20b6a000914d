package io.x0tta6bl4.monitor.provider.file;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells which folders something happened in, as an event of the operating system. One waiting thread for all. */
final class Folders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private final WatchService service;
    private final Map<Path, WatchKey> keys = new ConcurrentHashMap<>();
    private final Consumer<Path> happened;

    Folders(Consumer<Path> happened) throws IOException {
        this.service = FileSystems.getDefault().newWatchService();
        this.happened = happened;
        Thread.ofPlatform().name("x0-sensor-file-events").daemon().start(this::listen);
    }

    /** Listens to these folders and no others. A folder that is not there is tried again with the next call. */
    void only(Collection<Path> folders) {
        Set<Path> gone = new HashSet<>(keys.keySet());
        gone.removeAll(folders);
        for (Path folder : gone) keys.remove(folder).cancel();
        for (Path folder : folders) {
            WatchKey key = keys.get(folder);
            if (key == null || !key.isValid()) register(folder);
        }
    }

    private void register(Path folder) {
        try {
            keys.put(
                    folder,
                    folder.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException e) {
            keys.remove(folder); // the slow look sees what happens there
            LOG.debug("No events from {}", folder, e);
        }
    }

    private void listen() {
        try {
            while (true) {
                WatchKey key = service.take();
                for (WatchEvent<?> ignored : key.pollEvents()) continue; // which file it was is found by looking
                key.reset();
                happened.accept((Path) key.watchable());
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("No more events from folders");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.warn("The events of folders could not be given back", e);
        }
    }
}

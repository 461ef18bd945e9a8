package mesh.controlplane.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The manifests in one folder: every {@code *.yaml} and {@code *.yml} directly in it, but hidden ones.
 *
 * <p>It does not trust single events: editors write, rename and delete in many ways, and events get lost. An event only
 * says that it is time to look; what changed is seen by comparing each file with what was last read. Without any event
 * it looks once a second, for file systems that have none.
 */
public final class DirectoryCatalog implements Catalog {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** After an event, until no other follows: one save is several events. */
    private static final Duration QUIET = Duration.ofMillis(30);

    /** But never longer than this, however busy the folder is. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private final Path folder;
    private final WatchService events;
    private final Thread watcher;
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile CatalogState state = CatalogState.EMPTY;
    private Map<Path, ManifestFile> files = new TreeMap<>(); // of the watcher, once it runs

    /** @throws IOException when the folder cannot be read; a broken file in it is a {@link Problem} instead */
    public DirectoryCatalog(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(
                    folder + " is no folder. It must be there, and may be empty: mkdir -p " + folder);
        }
        this.folder = folder;
        events = folder.getFileSystem().newWatchService();
        folder.register(
                events,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        look();
        watcher = Thread.ofPlatform().name("catalog").daemon().start(this::watch);
    }

    @Override
    public CatalogState state() {
        return state;
    }

    /** A folder is read before anybody can ask, and what is wrong with it is among the problems. */
    @Override
    public Condition condition() {
        return Condition.GOOD;
    }

    @Override
    public void onChange(Runnable action) {
        actions.add(action);
    }

    private void watch() {
        try {
            while (true) {
                awaitQuiet();
                if (look()) {
                    actions.forEach(Runnable::run);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void awaitQuiet() throws InterruptedException {
        var wait = LOOK_EVERY;
        long deadline = Long.MAX_VALUE;
        while (true) {
            var key = events.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (key == null) {
                return;
            }
            key.pollEvents();
            key.reset(); // false once the folder is gone; then look() says so, every second
            long now = System.nanoTime();
            deadline = deadline == Long.MAX_VALUE ? now + LONGEST_WAIT.toNanos() : deadline;
            wait = QUIET;
            if (now - deadline > 0) {
                return;
            }
        }
    }

    /** Reads what changed. @return whether the state is another one */
    private boolean look() {
        var before = state;
        try {
            files = refreshed(manifests());
            state = state(files.values(), Optional.empty());
        } catch (IOException e) {
            var problem = new Problem(folder.toString(), 0, "cannot be listed; all stays as it was: " + e);
            state = state(files.values(), Optional.of(problem));
        }
        return !state.equals(before);
    }

    private List<Path> manifests() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(DirectoryCatalog::isManifest).sorted().toList();
        }
    }

    private static boolean isManifest(Path path) {
        var name = path.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".");
    }

    private Map<Path, ManifestFile> refreshed(List<Path> paths) {
        var found = new TreeMap<Path, ManifestFile>();
        for (var path : paths) {
            try {
                found.put(
                        path,
                        files.getOrDefault(path, ManifestFile.unread(path)).refreshed());
            } catch (NoSuchFileException e) {
                found.remove(path); // gone since it was listed
            }
        }
        return found;
    }

    /** Of two files with the same object the first by name counts. */
    private static CatalogState state(Iterable<ManifestFile> files, Optional<Problem> folderProblem) {
        var objects = new ArrayList<MeshObject>();
        var problems = new ArrayList<Problem>(folderProblem.stream().toList());
        var owners = new HashMap<String, ManifestFile>();
        for (var file : files) {
            file.problem().ifPresent(problems::add);
            for (var object : file.objects()) {
                var owner = owners.putIfAbsent(object.kind() + " " + object.name(), file);
                if (owner == null) {
                    objects.add(object);
                } else {
                    problems.add(new Problem(
                            file.path().toString(),
                            0,
                            "%s %s is in %s already; that one counts"
                                    .formatted(
                                            object.kind(),
                                            object.name(),
                                            owner.path().getFileName())));
                }
            }
        }
        return CatalogState.of(objects, problems);
    }

    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join();
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop watching " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package mesh.lab.made;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import mesh.lab.view.Failure;
import mesh.lab.view.Json;

/** The state on disk, always one step ahead of what is made. Safe for several threads. */
public final class Ledger {
    private static final String DRAFT = ".draft-";

    private final Path file;
    private State state;
    private boolean closed;

    private Ledger(Path file, State state) {
        this.file = file;
        this.state = state;
    }

    /**
     * Begins a mesh: of two that begin at once, one gets an error.
     *
     * @param file its folder exists
     */
    public static Ledger begin(Path file, String version) throws IOException {
        long self = ProcessHandle.current().pid();
        var since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        var state = new State(version, since, false, self, LinuxProcess.startTicks(self), List.of());
        var beside = Files.createTempFile(file.getParent(), DRAFT, null);
        try {
            Files.writeString(beside, Json.pretty(state));
            Files.createLink(file, beside); // the file is there whole or not at all, and only one can be first
        } catch (FileAlreadyExistsException e) {
            throw new Failure("another `up` began just now; see `./mesh status`", e);
        } finally {
            Files.delete(beside);
        }
        return new Ledger(file, state);
    }

    /** Goes on with a mesh that is up. @throws Failure when none is */
    public static Ledger resume(Path file) throws IOException {
        return new Ledger(file, read(file).orElseThrow(() -> new Failure("no mesh is up. `./mesh up` makes one.")));
    }

    /** Whether it is a state that was never put in its place: its writer was killed just before. */
    public static boolean isDraft(Path file) {
        return file.getFileName().toString().startsWith(DRAFT);
    }

    /** What is up; empty when nothing is. @throws Failure when the file is no state of ours */
    public static Optional<State> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(Files.readString(file), State.class));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new Failure(
                    "cannot read %s: %s. It says what `down` has to remove; see what is left with `ip netns list`, then delete it."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    /** Makes one thing. */
    @FunctionalInterface
    public interface Making<T> {
        T make() throws IOException;
    }

    /** What a thing that was made is known by from then on. */
    @FunctionalInterface
    public interface Naming<T> {
        Made name(T thing) throws IOException;
    }

    /**
     * Makes one thing: notes that it is about to be made, makes it, notes what it became. What could not be made is
     * not ours and is forgotten: somebody else may have it.
     *
     * @throws Failure when this mesh is being removed already
     */
    public synchronized <T> T make(Made planned, Making<T> making, Naming<T> naming) throws IOException {
        save(state.with(planned));
        T thing;
        try {
            thing = making.make();
        } catch (IOException | RuntimeException e) {
            save(state.without(planned));
            throw e;
        }
        save(state.replacing(planned, naming.name(thing)));
        return thing;
    }

    /** The same for a thing that is known by its name before it is there. */
    public <T> T make(Made planned, Making<T> making) throws IOException {
        return make(planned, making, thing -> planned);
    }

    /** Takes out what is no longer there. */
    public synchronized void forget(Made gone) throws IOException {
        save(state.without(gone));
    }

    public synchronized void complete() throws IOException {
        save(state.completed());
    }

    /** Waits for what is being made; then nothing more can be made, and what there is will be removed. */
    public synchronized State close() {
        closed = true;
        return state;
    }

    private void save(State next) throws IOException {
        if (closed) {
            throw new Failure("stopped: what was made is being removed");
        }
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, Json.pretty(next));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE); // a crash leaves the old file or the new, whole
        state = next;
    }
}

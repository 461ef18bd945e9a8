package mesh.lab.made;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mesh.lab.made.Made.Folder;
import mesh.lab.made.Made.Mount;
import mesh.lab.made.Made.Namespace;
import mesh.lab.made.Made.Program;
import mesh.lab.made.Made.SharedFolder;
import mesh.lab.view.Failure;
import mesh.linux.Command;

/**
 * Removes what was made, the last first; what is gone already is no error. What cannot be removed is named at the end,
 * and does not keep the rest from going.
 */
public final class Removal {
    private static final Path NAMES = Path.of("/run/netns");

    private final Consumer<String> notes;
    private final List<String> failures = new ArrayList<>();

    /** @param notes gets a line for each thing that is left alone, and why */
    public Removal(Consumer<String> notes) {
        this.notes = notes;
    }

    /**
     * Removes all, and the folder with the state last: until then {@code down} can be tried again.
     *
     * @throws Failure naming what is left
     */
    public void removeAll(State state, Path folder) throws IOException {
        new ProgramStop(notes).stop(state.programs());
        for (var made : state.made().reversed()) {
            attempt(made);
        }
        if (failures.isEmpty()) {
            attempt(new Folder(folder.toString()));
        }
        if (!failures.isEmpty()) {
            throw new Failure(
                    "not all could be removed; `./mesh down` tries again:\n  " + String.join("\n  ", failures));
        }
    }

    private void attempt(Made made) {
        try {
            remove(made);
        } catch (IOException e) {
            failures.add(e.getMessage());
        }
    }

    private void remove(Made made) throws IOException {
        switch (made) {
            case Program program -> {} // stopped all at once, before anything else
            case Namespace namespace -> remove(namespace);
            case Mount mount -> unmount(Path.of(mount.path()));
            case Folder folder -> delete(Path.of(folder.path()));
            case SharedFolder folder -> deleteIfEmpty(Path.of(folder.path()));
        }
    }

    private void remove(Namespace namespace) throws IOException {
        var name = NAMES.resolve(namespace.name());
        if (!Files.exists(name)) {
            return;
        }
        if (namespace.inode() != 0 && namespace.inode() != inode(name)) {
            notes.accept("namespace " + namespace.name() + " is no longer the one that `up` made: left alone");
            return;
        }
        var guests = Command.run("ip", "netns", "pids", namespace.name())
                .output()
                .strip()
                .replace("\n", ", ");
        if (!guests.isEmpty()) {
            notes.accept("processes that `up` did not start stay in the network of %s, which has no name any more: %s"
                    .formatted(namespace.name(), guests));
        }
        Command.run("ip", "netns", "delete", namespace.name()).orThrow();
    }

    /** The number that the kernel gave to a namespace: no two have the same at one time. */
    public static long inode(Path name) throws IOException {
        return (long) Files.getAttribute(name, "unix:ino");
    }

    private static void unmount(Path path) throws IOException {
        if (isMounted(path)) {
            Command.run("umount", "--lazy", path.toString()).orThrow();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        for (var mounted : Mounts.below(folder)) { // deleting through a mount would delete what is mounted
            throw new Failure(folder + " stays: something is mounted at " + mounted + "; `umount` it");
        }
        try (var inside = Files.walk(folder)) {
            for (var path : inside.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Somebody else keeps something in it by now; it is theirs.
        }
    }

    private static boolean isMounted(Path path) throws IOException {
        return Mounts.below(path).contains(path);
    }
}

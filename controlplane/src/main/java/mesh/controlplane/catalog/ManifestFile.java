package mesh.controlplane.catalog;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One file as it was last read.
 *
 * @param objects its last good ones
 * @param problem why its present text is refused, if it is
 */
record ManifestFile(Path path, Stamp stamp, List<MeshObject> objects, Optional<Problem> problem) {
    /** Far above any manifest by hand; a file that grows without end must not be read to its end. */
    private static final long LARGEST = 16L << 20; // bytes

    /** Tells one text of a file from another without reading it. The key is the inode: a rename brings a new one. */
    record Stamp(FileTime modified, long bytes, String inode) {
        /** No file has it, so the next look reads. */
        static final Stamp NEVER = new Stamp(FileTime.fromMillis(0), -1, "");

        static Stamp of(Path path) throws IOException {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), Objects.toString(attributes.fileKey()));
        }

        /** Whether a later change must show in it: file systems' clocks tick in steps, of some milliseconds at most. */
        boolean isSettled() {
            return System.currentTimeMillis() - modified.toMillis() > 100;
        }
    }

    ManifestFile {
        objects = List.copyOf(objects);
    }

    static ManifestFile unread(Path path) {
        return new ManifestFile(path, Stamp.NEVER, List.of(), Optional.empty());
    }

    /**
     * The file as it is now. What cannot be used leaves the objects as they were.
     *
     * @throws NoSuchFileException when it is gone
     */
    ManifestFile refreshed() throws NoSuchFileException {
        try {
            var now = Stamp.of(path);
            return now.equals(stamp) ? this : read(now);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (MalformedInputException e) {
            return refused(Stamp.NEVER, 0, "is not UTF-8");
        } catch (IOException e) {
            return refused(Stamp.NEVER, 0, "cannot be read: " + e.getMessage());
        }
    }

    private ManifestFile read(Stamp now) throws IOException {
        if (now.bytes == 0) { // an editor has just emptied it, or will fill it soon
            return refused(now, 0, "is empty; its objects stay as they were. To remove them, remove the file.");
        }
        if (now.bytes > LARGEST) {
            return refused(now, 0, "has %d bytes; the most is %d".formatted(now.bytes, LARGEST));
        }
        var text = Files.readString(path, StandardCharsets.UTF_8);
        if (!Stamp.of(path).equals(now)) { // somebody writes right now: this was no whole text
            return this;
        }
        try {
            var stamp = now.isSettled() ? now : Stamp.NEVER; // too fresh: look again
            return new ManifestFile(path, stamp, Manifests.parse(text), Optional.empty());
        } catch (ManifestException e) {
            return refused(now, e.line(), e.getMessage());
        }
    }

    ManifestFile refused(Stamp now, int line, String reason) {
        return new ManifestFile(path, now, objects, Optional.of(new Problem(path.toString(), line, reason)));
    }
}

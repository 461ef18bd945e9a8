package mesh.lab.made;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is mounted where, as this process sees it: {@code /proc/self/mountinfo}, proc(5). */
final class Mounts {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private Mounts() {}

    /** Mount points at and below a path. */
    static List<Path> below(Path path) throws IOException {
        return below(path, Files.readAllLines(MOUNTINFO));
    }

    static List<Path> below(Path path, List<String> mountinfo) {
        return mountinfo.stream()
                .map(line -> Path.of(line.split(" ")[MOUNT_POINT].replace("\\040", " ")))
                .filter(mountPoint -> mountPoint.startsWith(path))
                .toList();
    }
}

package mesh.lab.made;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
    private static final List<String> MOUNTINFO = List.of(
            "21 1 0:20 / / rw - ext4 /dev/sda1 rw",
            "36 21 98:0 /jdk /run/mesh/jdk rw,nosuid shared:7 - ext4 /dev/sda1 rw",
            "37 21 98:0 /x /run/mesh2 rw - tmpfs tmpfs rw",
            "38 21 98:0 /x /run/mesh/a\\040b rw - tmpfs tmpfs rw");

    @Test
    void findsWhatIsMountedBelowAFolderAndNotBesideIt() {
        assertEquals(
                List.of(Path.of("/run/mesh/jdk"), Path.of("/run/mesh/a b")),
                Mounts.below(Path.of("/run/mesh"), MOUNTINFO));
    }
}

package mesh.k8s.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;

/** What the kernel tells of a container's process; proc_pid_status(5), proc_pid_maps(5). */
record Running(String status, String maps) {
    static Running of(GenericContainer<?> container) throws IOException {
        var process = Path.of("/proc", Long.toString(Restricted.pid(container)));
        return new Running(Files.readString(process.resolve("status")), Files.readString(process.resolve("maps")));
    }

    private String value(String name) {
        var matcher = Pattern.compile("(?m)^" + name + ":\\s+(\\S+)").matcher(status);
        assertTrue(matcher.find(), () -> name + " is not in " + status);
        return matcher.group(1);
    }

    /** Its user, and not a single capability. */
    void mustBeNobodyBut(int uid) {
        assertEquals(Integer.toString(uid), value("Uid"));
        for (var set : new String[] {"CapPrm", "CapEff", "CapBnd"}) {
            assertEquals(0, Long.parseUnsignedLong(value(set), 16), set);
        }
    }

    /** A cache that does not fit is left aside without a word: here it is mapped. */
    void mustUseItsCache(String program) {
        assertTrue(maps.contains("/opt/%1$s/%1$s.aot".formatted(program)), () -> "no AOT cache in " + maps);
    }

    long rssKib() {
        return Long.parseLong(value("VmRSS"));
    }
}

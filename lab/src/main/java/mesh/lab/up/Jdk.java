package mesh.lab.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.lab.made.Ledger;
import mesh.lab.made.Made;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Site;
import mesh.linux.Command;

/** The JDK that runs the pods' programs: the one that runs this, where their users can reach it. */
final class Jdk {
    private Jdk() {}

    /** Its folder; mounted under the mesh's own folder when it lies in one that is closed to others, as root's home. */
    static Path reachable(Ledger ledger, Site site) throws IOException {
        if (Files.exists(site.jdk())) {
            return site.jdk(); // of an `up` before
        }
        var home = Path.of(System.getProperty("java.home")).toRealPath();
        if (isReachable(home)) {
            return home;
        }
        Files.createDirectory(site.jdk());
        ledger.make(
                new Made.Mount(site.jdk().toString()),
                () -> Command.run("mount", "--bind", home.toString(), site.jdk().toString())
                        .orThrow());
        return site.jdk();
    }

    /** Asks the kernel, as the user in question: folders on the way, access lists and mounts all have a say. */
    private static boolean isReachable(Path home) throws IOException {
        var user = String.valueOf(Pod.PROXY_UID);
        return Command.run(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + user,
                        "--clear-groups",
                        "test",
                        "-x",
                        home.resolve("bin/java").toString())
                .ok();
    }
}

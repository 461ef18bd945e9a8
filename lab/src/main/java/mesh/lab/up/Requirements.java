package mesh.lab.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.lab.made.Ledger;
import mesh.lab.topology.Site;
import mesh.lab.view.Failure;

/** What must hold before anything is made. Each message names what is wrong, why it matters, and what to do. */
public final class Requirements {
    private static final Path NAMES = Path.of("/run/netns");

    /** Programs of the system that pods are made with, and the Debian package of each. */
    private static final Map<String, String> PROGRAMS = programs();

    private Requirements() {}

    private static Map<String, String> programs() {
        var programs = new LinkedHashMap<String, String>();
        programs.put("ip", "iproute2");
        programs.put("iptables-save", "iptables");
        programs.put("iptables-restore", "iptables");
        for (var program : List.of("setpriv", "setsid", "prlimit")) {
            programs.put(program, "util-linux");
        }
        programs.put("mount", "mount");
        return programs;
    }

    /** @param what the subcommand, for the message */
    public static void root(String what) throws Failure {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new Failure("""
                    `%s` needs root: it works in the network namespaces of the pods (CAP_SYS_ADMIN, CAP_NET_ADMIN). \
                    Run `sudo ./mesh %s`.""".formatted(what, what));
        }
    }

    static void programsInstalled() throws Failure {
        programsInstalled(System.getenv().getOrDefault("PATH", ""));
    }

    static void programsInstalled(String path) throws Failure {
        var folders = Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        var missing = new ArrayList<String>();
        PROGRAMS.forEach((program, of) -> {
            if (folders.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(program)))) {
                missing.add(program + " (package " + of + ")");
            }
        });
        if (!missing.isEmpty()) {
            throw new Failure(
                    "not installed, or not in PATH=%s: %s. On Debian: `apt-get install iproute2 iptables util-linux mount`."
                            .formatted(path, String.join(", ", missing)));
        }
    }

    static void nothingUp(Site site) throws IOException {
        var state = Ledger.read(site.stateFile());
        if (state.isEmpty()) {
            return;
        }
        if (state.get().complete()) {
            throw new Failure("a mesh is up since %s. `./mesh status` shows it, `./mesh down` removes it."
                    .formatted(state.get().since()));
        }
        if (state.get().inTheMaking()) {
            throw new Failure("another `up` is at work, process %d. Wait for it, or stop it with Ctrl-C there."
                    .formatted(state.get().makerPid()));
        }
        throw new Failure("an `up` of %s did not come to its end. `./mesh down` removes what it made; then try again."
                .formatted(state.get().since()));
    }

    static void namesFree(Site site) throws IOException {
        for (var namespace : site.topology().namespaces()) {
            if (Files.exists(NAMES.resolve(namespace))) {
                throw new Failure("""
                        there is a network namespace %s already, and this mesh did not make it. \
                        See what it is for with `ip netns pids %s`; `ip netns delete %s` frees the name.""".formatted(namespace, namespace, namespace));
            }
        }
        for (var pod : site.topology().pods()) {
            var folder = Site.configuration(pod);
            if (Files.exists(folder)) {
                throw new Failure(
                        "%s is there already, and this mesh did not make it: it configures a namespace of that name. Move it away."
                                .formatted(folder));
            }
        }
        if (Files.exists(site.folder()) && !isFree(site.folder())) {
            throw new Failure("%s is there already and holds no state of a mesh. See what is in it, then delete it."
                    .formatted(site.folder()));
        }
    }

    /** What a killed `up` leaves that had not yet noted anything is nobody's, and made nothing. */
    private static boolean isFree(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.allMatch(Ledger::isDraft);
        }
    }
}

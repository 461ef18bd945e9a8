package mesh.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import mesh.lab.topology.Pod;
import mesh.lab.watch.PacketWatch;
import mesh.lab.watch.WatchOptions;
import mesh.lab.watch.WatchOptions.Format;
import mesh.linux.NetworkNamespace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        description = {
            "Shows each TCP packet of a pod before and after REDIRECT: the kernel hands it over (NFQUEUE) and waits for a"
                    + " verdict, which is always accept. When the watch ends, or dies, traffic flows on.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh watch app-b                      until Ctrl-C",
            "  ./mesh watch app-b --port 8080 --count 20",
            "",
            "What to learn: REDIRECT changes a packet's destination between two hooks, and changes the answers back."
                    + " The app never sees the proxy's port, the proxy never sees the app's. Kill the watch with kill -9"
                    + " while app-a calls: not one call fails, because the rules say bypass."
        })
final class WatchCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Parameters(paramLabel = "POD", description = "app-a, app-b or app-b2")
    private String pod;

    @Option(names = "--port", paramLabel = "PORT", description = "only connections whose client dialled this port")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--count", paramLabel = "N", description = "end after so many packets")
    private Optional<Long> count = Optional.empty();

    @Option(names = "--seconds", paramLabel = "S", description = "end after so long")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--payload", description = "show the first bytes that a packet carries")
    private boolean payload;

    @Option(names = "--json", description = "for programs: one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var options = options(); // a wrong one is told also when nothing is up
        var watched = RunningMesh.required("watch").topology().pod(pod);
        var namespace = NetworkNamespace.open(watched.namespace());
        var seen = new PacketWatch(namespace, System.out, options.withOwner(watched.appUid(), "app")).run();
        if (!json) {
            System.out.println(summary(seen));
        }
        return 0;
    }

    private WatchOptions options() {
        try {
            var options = WatchOptions.defaults()
                    .withOwner(Pod.PROXY_UID, "proxy")
                    .withPayload(payload)
                    .withFormat(json ? Format.JSON : Ansi.AUTO.enabled() ? Format.COLOUR : Format.TEXT);
            options = port.isPresent() ? options.withPort(port.get()) : options;
            options = count.isPresent() ? options.withCount(count.get()) : options;
            return seconds.isPresent() ? options.withDuration(Duration.ofSeconds(seconds.get())) : options;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static String summary(PacketWatch.Seen seen) {
        var missed = seen.notShown() + seen.overruns() == 0
                ? ""
                : ", %d more were too fast to show, and %d times the kernel passed packets on unseen"
                        .formatted(seen.notShown(), seen.overruns());
        return seen.shown() + " packets" + missed;
    }
}

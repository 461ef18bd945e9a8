package mesh.netinit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Walks the plan with one connection. */
@Command(
        name = "explain",
        description = "Says which rule decides about a connection, and why. Changes nothing, needs no root.",
        footer = {
            "",
            "Who opens it?   netinit explain --to 10.77.0.3:80 --uid 1000              a process of this pod",
            "Who comes in?   netinit explain --from 10.77.0.3 --to 10.77.0.2:8080      a peer, so no --uid"
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options;

    @Option(
            names = "--from",
            paramLabel = "IP[:PORT]",
            description = "Where the connection starts. With --uid it may be left out.")
    private String from;

    @Option(names = "--to", paramLabel = "IP:PORT", required = true, description = "Where it is heading.")
    private String to;

    @Option(
            names = "--uid",
            paramLabel = "UID",
            description = "Who opens it, when it starts in this pod; without, it comes in.")
    private String uid;

    @Option(names = "--gid", paramLabel = "GID", defaultValue = "0", description = "The group, likewise (0).")
    private String gid;

    @Option(names = "--json", description = "The steps as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        var walk = Walk.of(flow(), RulePlan.of(options.capture()));
        var out = command.commandLine().getOut();
        out.print(json ? Explanation.json(walk) : Explanation.text(walk));
        out.flush();
        return 0;
    }

    private Flow flow() throws IOException {
        var destination = options.address("--to", to);
        if (destination.getPort() == 0) {
            throw options.bad("--to", to, "has no port: write 10.77.0.3:80 or [fd77::3]:80");
        }
        return uid == null ? incoming(destination) : outgoing(destination);
    }

    private Flow incoming(InetSocketAddress destination) {
        if (from == null) {
            throw options.bad("--from", "", "is missing: a peer's address, or say --uid for a process of this pod");
        }
        return new Flow.Incoming(source(destination), destination);
    }

    private Flow outgoing(InetSocketAddress destination) throws IOException {
        var flow = Flow.Outgoing.of(
                from == null ? destination.getAddress() : source(destination).getAddress(),
                destination,
                options.id("--uid", uid),
                options.id("--gid", gid));
        return from == null ? flow.through(isOurs(destination.getAddress())) : flow;
    }

    private InetSocketAddress source(InetSocketAddress destination) {
        var source = options.address("--from", from);
        if (Family.of(source.getAddress()) != Family.of(destination.getAddress())) {
            throw options.bad("--from", from, "and --to are of different families: a connection has one");
        }
        return source;
    }

    /** The one question that the plan cannot answer: which addresses this namespace has. */
    private static boolean isOurs(InetAddress address) throws IOException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}

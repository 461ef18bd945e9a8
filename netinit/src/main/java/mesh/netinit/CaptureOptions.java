package mesh.netinit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say what is captured, shared by all subcommands, each checked here at the door. */
final class CaptureOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--outbound-port",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_OUTBOUND_PORT:-15001}",
            description = "Where the proxy takes outgoing connections (15001; MESH_OUTBOUND_PORT).")
    private String outboundPort;

    @Option(
            names = "--inbound-port",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_INBOUND_PORT:-15006}",
            description = "Where the proxy takes incoming connections (15006; MESH_INBOUND_PORT).")
    private String inboundPort;

    @Option(
            names = "--tunnel-port",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_TUNNEL_PORT:-15008}",
            description = "Where mesh tunnels from other proxies end (15008; MESH_TUNNEL_PORT).")
    private String tunnelPort;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_ADMIN_PORT:-15020}",
            description = "Where the proxy answers probes and Prometheus (15020; MESH_ADMIN_PORT).")
    private String adminPort;

    @Option(
            names = "--proxy-uid",
            paramLabel = "UID",
            defaultValue = "${env:MESH_PROXY_UID:-1337}",
            description = "The proxy's user: its connections are never captured (1337; MESH_PROXY_UID).")
    private String proxyUid;

    @Option(
            names = "--proxy-gid",
            paramLabel = "GID",
            defaultValue = "${env:MESH_PROXY_GID:-1337}",
            description = "The proxy's group, likewise (1337; MESH_PROXY_GID).")
    private String proxyGid;

    @Option(
            names = "--skip-inbound-ports",
            paramLabel = "PORTS",
            defaultValue = "${env:MESH_SKIP_INBOUND_PORTS:-}",
            description = "Ports of this pod that peers reach directly: 22,8000-8010 (MESH_SKIP_INBOUND_PORTS).")
    private String skipInboundPorts;

    @Option(
            names = "--skip-outbound-ports",
            paramLabel = "PORTS",
            defaultValue = "${env:MESH_SKIP_OUTBOUND_PORTS:-}",
            description = "Ports of others that this pod reaches directly: 3306,9000-9010 (MESH_SKIP_OUTBOUND_PORTS).")
    private String skipOutboundPorts;

    @Option(
            names = "--skip-inbound-cidrs",
            paramLabel = "CIDRS",
            defaultValue = "${env:MESH_SKIP_INBOUND_CIDRS:-}",
            description = "Peers that reach this pod directly: 10.0.0.0/8,fd00::/8 (MESH_SKIP_INBOUND_CIDRS).")
    private String skipInboundCidrs;

    @Option(
            names = "--skip-outbound-cidrs",
            paramLabel = "CIDRS",
            defaultValue = "${env:MESH_SKIP_OUTBOUND_CIDRS:-}",
            description = "Peers that this pod reaches directly: 169.254.169.254 (MESH_SKIP_OUTBOUND_CIDRS).")
    private String skipOutboundCidrs;

    @Option(
            names = "--skip-uids",
            paramLabel = "UIDS",
            defaultValue = "${env:MESH_SKIP_UIDS:-}",
            description = "Users whose connections leave directly: 0,1001 (MESH_SKIP_UIDS).")
    private String skipUids;

    @Option(
            names = "--nfqueue",
            paramLabel = "NUMBER",
            defaultValue = "${env:MESH_NFQUEUE:-}",
            description =
                    "Show TCP packets to the program at this NFQUEUE; without one they pass (none; MESH_NFQUEUE).")
    private String nfqueue;

    @Option(
            names = "--at",
            paramLabel = "HOOKS",
            defaultValue = "${env:MESH_NFQUEUE_AT:-}",
            description = "Where in the mangle table they are shown, with --nfqueue: of PREROUTING, INPUT, FORWARD, "
                    + "OUTPUT, POSTROUTING (PREROUTING,INPUT,OUTPUT; MESH_NFQUEUE_AT).")
    private String at;

    /** The options as a value. @throws ParameterException naming the option, its value, and what it should be */
    Capture capture() {
        var ports = new int[] {
            port("--outbound-port", outboundPort),
            port("--inbound-port", inboundPort),
            port("--tunnel-port", tunnelPort),
            port("--admin-port", adminPort)
        };
        var proxy = checked(
                "--proxy-uid and --proxy-gid",
                () -> new ProxyOwner(id("--proxy-uid", proxyUid), id("--proxy-gid", proxyGid)));
        return new Capture(
                checked("the ports", () -> new ProxyPorts(ports[0], ports[1], ports[2], ports[3])),
                proxy,
                exclusions(),
                queue());
    }

    private Exclusions exclusions() {
        var inboundPorts = list("--skip-inbound-ports", skipInboundPorts, PortRange::parse);
        var outboundPorts = list("--skip-outbound-ports", skipOutboundPorts, PortRange::parse);
        var inboundCidrs = list("--skip-inbound-cidrs", skipInboundCidrs, Cidr::parse);
        var outboundCidrs = list("--skip-outbound-cidrs", skipOutboundCidrs, Cidr::parse);
        var uids = list("--skip-uids", skipUids, text -> id("--skip-uids", text));
        return checked(
                "the exclusions", () -> new Exclusions(inboundPorts, outboundPorts, inboundCidrs, outboundCidrs, uids));
    }

    private Optional<PacketQueue> queue() {
        if (nfqueue.isBlank()) {
            if (!at.isBlank()) {
                throw bad("--at", at, "says where packets are shown, but not to which queue: add --nfqueue NUMBER");
            }
            return Optional.empty();
        }
        int number = Math.toIntExact(whole("--nfqueue", nfqueue, 0, 65535));
        var hooks = at.isBlank() ? PacketQueue.USUAL_HOOKS : list("--at", at, CaptureOptions::hook);
        return Optional.of(new PacketQueue(number, hooks));
    }

    private static Hook hook(String text) {
        try {
            return Hook.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a hook: write of " + Arrays.toString(Hook.values()), e);
        }
    }

    private int port(String option, String text) {
        return Math.toIntExact(whole(option, text, 1, 65535));
    }

    private long id(String option, String text) {
        return whole(option, text, 0, ProxyOwner.LARGEST_ID);
    }

    /** A whole number within its range. Also for the options of single subcommands. */
    long whole(String option, String text, long smallest, long largest) {
        try {
            long number = Long.parseLong(text.strip());
            if (smallest <= number && number <= largest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad(option, text, "is not a number: write " + smallest + " to " + largest);
        }
        throw bad(option, text, "is out of range: write " + smallest + " to " + largest);
    }

    private <T> List<T> list(String option, String text, Function<String, T> parse) {
        if (text.isBlank()) {
            return List.of();
        }
        return checked(option, () -> Stream.of(text.split(",", -1)).map(parse).toList());
    }

    private <T> T checked(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (ParameterException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage(), e);
        }
    }

    ParameterException bad(String option, String text, String why) {
        return new ParameterException(command.commandLine(), option + ": '" + text.strip() + "' " + why);
    }
}

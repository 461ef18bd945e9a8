package mesh.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import mesh.proxy.relay.Timeouts;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags and environment variables of the proxy, and what each accepts. A flag wins over its variable. */
final class ProxyOptions {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** TCP_USER_TIMEOUT is an int of milliseconds: 24 days. */
    private static final Duration LONGEST = Duration.ofDays(24);

    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--outbound",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_OUTBOUND:-15001}",
            description = "Where rules redirect the app's outgoing connections to: PORT (on the loopback addresses) or"
                    + " ADDRESS:PORT. $$MESH_OUTBOUND." + DEFAULT)
    private ListenAddress outbound;

    @Option(
            names = "--inbound",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_INBOUND:-15006}",
            description = "Where rules redirect connections to the app to: PORT (on every address) or ADDRESS:PORT."
                    + " $$MESH_INBOUND." + DEFAULT)
    private ListenAddress inbound;

    @Option(
            names = "--admin",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_ADMIN:-15020}",
            description = "HTTP: /ready /live /metrics for everyone, /config /stories for this machine only."
                    + " $$MESH_ADMIN." + DEFAULT)
    private ListenAddress admin;

    @Option(
            names = "--forward-to",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MESH_FORWARD_TO:-}",
            description = "Where connections go that no rule redirected; without it they are refused."
                    + " $$MESH_FORWARD_TO.")
    private String forwardTo;

    @Option(
            names = "--carriers",
            paramLabel = "KIND",
            defaultValue = "${env:MESH_CARRIERS:-own}",
            description = "Who runs the virtual threads: own (an event loop a core), jdk (the JDK's scheduler), or"
                    + " platform (no virtual threads). $$MESH_CARRIERS." + DEFAULT)
    private Carriers.Kind carriers;

    @Option(
            names = "--carrier-count",
            paramLabel = "N",
            defaultValue = "${env:MESH_CARRIER_COUNT:-0}",
            description =
                    "Own carriers; 0: one for each core that this process may use. $$MESH_CARRIER_COUNT." + DEFAULT)
    private int carrierCount;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "${env:MESH_MAX_CONNECTIONS:-0}",
            description =
                    "Open at once, of which one direction may have 15 in 16; more wait in the kernel's backlog. Each takes two"
                            + " descriptors. 0: 10000, or"
                            + " what the descriptors allow. $$MESH_MAX_CONNECTIONS." + DEFAULT)
    private int maxConnections;

    @Option(
            names = "--buffer-memory",
            paramLabel = "MIB",
            defaultValue = "${env:MESH_BUFFER_MEMORY:-32}",
            description = "For bytes in flight, in MiB, shared by the carriers. When slow readers hold it all, others"
                    + " wait, and mesh_buffer_waits_total counts. $$MESH_BUFFER_MEMORY." + DEFAULT)
    private int bufferMebibytes;

    @Option(
            names = "--bulk-pipes",
            paramLabel = "N",
            defaultValue = "${env:MESH_BULK_PIPES:-8}",
            description = "On each own carrier, for bulk flows to go from socket to socket in the kernel (splice); 0:"
                    + " bulk is copied like all else. Each takes two descriptors. $$MESH_BULK_PIPES." + DEFAULT)
    private int bulkPipes;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_CONNECT_TIMEOUT:-5s}",
            description = "For an upstream to answer. $$MESH_CONNECT_TIMEOUT." + DEFAULT)
    private Duration connectTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_IDLE_TIMEOUT:-1h}",
            description = "Without a byte either way, then the connection is reset. $$MESH_IDLE_TIMEOUT." + DEFAULT)
    private Duration idleTimeout;

    @Option(
            names = "--half-closed-timeout",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_HALF_CLOSED_TIMEOUT:-5m}",
            description = "Without a byte once one side has finished. $$MESH_HALF_CLOSED_TIMEOUT." + DEFAULT)
    private Duration halfClosedTimeout;

    @Option(
            names = "--dead-peer-timeout",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_DEAD_PEER_TIMEOUT:-15m}",
            description = "For a peer to acknowledge what was sent, or to read on when its window is full"
                    + " (TCP_USER_TIMEOUT); then it counts as dead. $$MESH_DEAD_PEER_TIMEOUT." + DEFAULT)
    private Duration deadPeerTimeout;

    @Option(
            names = "--drain-delay",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_DRAIN_DELAY:-0s}",
            description = "After SIGTERM, go on accepting for so long. $$MESH_DRAIN_DELAY." + DEFAULT)
    private Duration drainDelay;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_DRAIN_TIMEOUT:-20s}",
            description = "Then wait so long for open connections to end. $$MESH_DRAIN_TIMEOUT." + DEFAULT)
    private Duration drainTimeout;

    @Option(
            names = "--access-log",
            paramLabel = "WHERE",
            defaultValue = "${env:MESH_ACCESS_LOG:-stdout}",
            description =
                    "stdout, off, or a file to append to: one JSON line a request and a connection. $$MESH_ACCESS_LOG."
                            + DEFAULT)
    private String accessLog;

    @Mixin
    private HttpOptions http;

    @Mixin
    private DiscoveryOptions discovery;

    @Mixin
    private TracingOptions tracing;

    /** A command line that knows how to read our types. */
    static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .registerConverter(ListenAddress.class, converter(ListenAddress::parse))
                .registerConverter(Duration.class, converter(Durations::parse))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ProxyOptions::wrongFlag);
    }

    /** The message alone: after it, a page of help would push it out of sight. */
    private static int wrongFlag(ParameterException e, String[] args) {
        e.getCommandLine().getErr().printf("proxy-loom: %s%n`--help` shows the flags.%n", e.getMessage());
        return CommandLine.ExitCode.USAGE;
    }

    /** What the flags say. @throws ParameterException naming the flag, its value and what is accepted */
    Settings settings() {
        eachPortOnce();
        int count = checked("--carrier-count", carrierCount, 0, 256) == 0
                ? Runtime.getRuntime().availableProcessors()
                : carrierCount;
        int pipes = checked("--bulk-pipes", bulkPipes, 0, 64);
        int connections = DescriptorLimit.connections(
                checked("--max-connections", maxConnections, 0, 1_000_000),
                count * pipes,
                problem -> fail("--max-connections " + maxConnections + ": " + problem));
        var timeouts = new Timeouts(
                bounded("--connect-timeout", connectTimeout, SHORTEST),
                bounded("--idle-timeout", idleTimeout, SHORTEST),
                bounded("--half-closed-timeout", halfClosedTimeout, SHORTEST),
                bounded("--dead-peer-timeout", deadPeerTimeout, SHORTEST));
        return new Settings(
                outbound,
                inbound,
                admin,
                forwardTo(),
                carriers,
                count,
                connections,
                pipes,
                checked("--buffer-memory", bufferMebibytes, 1, 65536) * 1024L * 1024,
                timeouts,
                bounded("--drain-delay", drainDelay, Duration.ZERO),
                bounded("--drain-timeout", drainTimeout, Duration.ZERO),
                accessLog,
                http.settings(),
                discovery.settings(this::fail),
                tracing.settings(this::fail));
    }

    /** The kernel would let two listeners of ours share a port, and give either the other's connections. */
    private void eachPortOnce() {
        apart("--inbound", inbound, "--outbound", outbound);
        apart("--admin", admin, "--outbound", outbound);
        apart("--admin", admin, "--inbound", inbound);
    }

    private void apart(String flag, ListenAddress one, String otherFlag, ListenAddress other) {
        if (one.port() != 0 && one.port() == other.port()) {
            throw fail("%s %s and %s %s share a port; each needs its own".formatted(flag, one, otherFlag, other));
        }
    }

    private Optional<InetSocketAddress> forwardTo() {
        if (forwardTo.isEmpty()) {
            return Optional.empty();
        }
        int colon = forwardTo.lastIndexOf(':');
        var port = forwardTo.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw fail("--forward-to '" + forwardTo + "': write HOST:PORT with a port from 1 to 65535");
        }
        var address = new InetSocketAddress(forwardTo.substring(0, colon), Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw fail("--forward-to '" + forwardTo + "': there is no such host");
        }
        return Optional.of(address);
    }

    private int checked(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw fail("%s %d: must be from %d to %d".formatted(option, value, least, most));
        }
        return value;
    }

    private Duration bounded(String option, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw fail("%s %s: must be from %s to %s"
                    .formatted(option, Durations.text(value), Durations.text(least), Durations.text(LONGEST)));
        }
        return value;
    }

    private ParameterException fail(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private static <T> CommandLine.ITypeConverter<T> converter(java.util.function.Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        };
    }
}

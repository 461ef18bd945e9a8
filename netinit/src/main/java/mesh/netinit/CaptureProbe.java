package mesh.netinit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mesh.linux.AddressText;
import mesh.linux.OriginalDestination;
import mesh.linux.SocketOwner;

/**
 * Opens one connection to nowhere as a workload would, and one as the proxy would, and sees where they go. A listener
 * of its own stands in for the proxy, unless the proxy is there already.
 */
final class CaptureProbe {
    static final String CAPTURED = "a workload's connection is captured";
    private static final String PASSES = "the proxy's own connection is not captured";

    /** A captured connection is answered by this very machine: in microseconds, so this is patience. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    /** How long a connection that must not arrive is waited for. */
    private static final Duration SILENCE = Duration.ofMillis(200);

    private final Family family;
    private final Capture capture;
    private final RulePlan plan;

    CaptureProbe(Family family, Capture capture, RulePlan plan) {
        this.family = family;
        this.capture = capture;
        this.plan = plan;
    }

    Finding workloadIsCaptured() {
        var workload = workload();
        if (workload.isEmpty()) {
            return Finding.untested(family, CAPTURED, "these options exclude every connection to " + family.nowhere(1));
        }
        try (var proxy = StandIn.listen(capture.ports().outbound())) {
            return workloadIsCaptured(workload.get(), proxy);
        } catch (UnreachableException e) {
            return Finding.untested(family, CAPTURED, e.getMessage());
        } catch (IOException e) {
            return Finding.fails(family, CAPTURED, e.getMessage());
        }
    }

    private Finding workloadIsCaptured(Flow.Outgoing flow, StandIn proxy) throws IOException {
        try (var client = connect(flow)) {
            if (!isConnected(client, ANSWER)) {
                return Finding.fails(family, CAPTURED, notCaptured(flow));
            }
            if (proxy.isTheProxyItself()) {
                return Finding.holds(
                        family, CAPTURED, described(flow) + " was answered, and only the proxy can have done that");
            }
            try (var accepted = proxy.accept(ANSWER).orElse(null)) {
                return accepted == null
                        ? Finding.fails(family, CAPTURED, "something else answered. " + notCaptured(flow))
                        : arrived(flow, accepted);
            }
        }
    }

    private Finding arrived(Flow.Outgoing flow, SocketChannel accepted) throws IOException {
        var destination = OriginalDestination.of(accepted).address();
        return destination.equals(flow.to())
                ? Finding.holds(
                        family,
                        CAPTURED,
                        "%s arrived at port %d, original destination intact"
                                .formatted(described(flow), capture.ports().outbound()))
                : Finding.fails(
                        family,
                        CAPTURED,
                        "%s arrived, but conntrack says it was heading to %s: another rule of nat changed it first. "
                                        .formatted(described(flow), AddressText.of(destination))
                                + "Look for it with `iptables-save -t nat`.");
    }

    private String notCaptured(Flow.Outgoing flow) {
        return """
                %s did not arrive at port %d. Either the rules are not in place (see above), or a rule of somebody \
                else stands before ours: `iptables-save -t nat` shows the order in OUTPUT.""".formatted(described(flow), capture.ports().outbound());
    }

    Finding proxyPasses() {
        var proxy = capture.proxy();
        var flow = new Flow.Outgoing(family.nowhere(80), proxy.uid(), proxy.gid(), false);
        try (var standIn = StandIn.listen(capture.ports().outbound());
                var client = connect(flow)) {
            boolean captured = standIn.isTheProxyItself()
                    ? isConnected(client, SILENCE)
                    : standIn.accept(SILENCE).isPresent();
            return captured
                    ? Finding.fails(family, PASSES, """
                            %s came back to port %d: the proxy would call itself for ever. Is --proxy-uid the user \
                            that the proxy runs as? Run `netinit apply` with it.""".formatted(
                                    described(flow), capture.ports().outbound()))
                    : Finding.holds(family, PASSES, described(flow) + " left, and did not come back");
        } catch (UnreachableException e) {
            return Finding.untested(family, PASSES, e.getMessage());
        } catch (SocketException e) {
            return Finding.holds(family, PASSES, described(flow) + " left; the network said: " + e.getMessage());
        } catch (IOException e) {
            return Finding.untested(family, PASSES, e.getMessage());
        }
    }

    /** The first connection to nowhere that the plan captures: of our own user if possible, to port 80 if possible. */
    private Optional<Flow.Outgoing> workload() {
        var uids = LongStream.concat(LongStream.of(SocketOwner.uid()), LongStream.rangeClosed(1, 1 + Exclusions.MOST));
        var gid = LongStream.of(SocketOwner.gid(), 1, 2)
                .filter(it -> it != capture.proxy().gid())
                .findFirst()
                .orElseThrow();
        long uid = uids.filter(it ->
                        it != capture.proxy().uid() && !capture.except().uids().contains(it))
                .findFirst()
                .orElseThrow(); // more users than can be excluded
        return IntStream.concat(IntStream.of(80, 443), IntStream.rangeClosed(1, 65535))
                .mapToObj(port -> new Flow.Outgoing(family.nowhere(port), uid, gid, false))
                .filter(flow -> Walk.of(flow, plan).isCaptured())
                .findFirst();
    }

    private SocketChannel connect(Flow.Outgoing flow) throws IOException {
        var protocol = family == Family.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        var client = open(flow, protocol);
        try {
            client.configureBlocking(false);
            client.connect(flow.to());
            return client;
        } catch (IOException e) {
            client.close();
            throw UnreachableException.isMeantBy(e) ? new UnreachableException(flow.to(), e) : e;
        }
    }

    private static SocketChannel open(Flow.Outgoing flow, StandardProtocolFamily protocol) throws IOException {
        try {
            return SocketOwner.open(flow.uid(), flow.gid(), protocol);
        } catch (UnsupportedOperationException e) {
            throw new UnreachableException(
                    "this JVM cannot open IPv6 sockets: it started where IPv6 is switched off (sysctl"
                            + " net.ipv6.conf.all.disable_ipv6), so whether they are captured is not shown",
                    e);
        }
    }

    private static boolean isConnected(SocketChannel client, Duration patience) throws IOException {
        try (var selector = Selector.open()) {
            client.register(selector, SelectionKey.OP_CONNECT);
            return client.isConnected() || (selector.select(patience.toMillis()) > 0 && client.finishConnect());
        }
    }

    private static String described(Flow.Outgoing flow) {
        return "a connection to %s as uid %d, gid %d".formatted(AddressText.of(flow.to()), flow.uid(), flow.gid());
    }

    /** No connection to the address can be tried here: that says nothing about the rules. */
    private static final class UnreachableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreachableException(String message, Exception cause) {
            super(message, cause);
        }

        /** The namespace has no way to the address: the kernel gives up before any rule is asked. */
        UnreachableException(InetSocketAddress to, IOException cause) {
            this(
                    "no route leads to %s, so no rule is asked (%s); the check needs a default route"
                            .formatted(AddressText.of(to), cause.getMessage()),
                    cause);
        }

        static boolean isMeantBy(IOException e) {
            return String.valueOf(e.getMessage()).contains("unreachable");
        }
    }

    /** Listens where the proxy would, or knows that the proxy does. */
    private record StandIn(Optional<ServerSocketChannel> listener) implements AutoCloseable {
        static StandIn listen(int port) throws IOException {
            var listener = ServerSocketChannel.open();
            try {
                listener.bind(new InetSocketAddress(port));
                listener.configureBlocking(false);
                return new StandIn(Optional.of(listener));
            } catch (BindException e) {
                listener.close(); // taken: by the proxy, which may be running
                return new StandIn(Optional.empty());
            }
        }

        boolean isTheProxyItself() {
            return listener.isEmpty();
        }

        Optional<SocketChannel> accept(Duration patience) throws IOException {
            try (var selector = Selector.open()) {
                var own = listener.orElseThrow();
                own.register(selector, SelectionKey.OP_ACCEPT);
                selector.select(patience.toMillis());
                return Optional.ofNullable(own.accept());
            }
        }

        @Override
        public void close() throws IOException {
            if (listener.isPresent()) {
                listener.get().close();
            }
        }
    }
}

package mesh.netinit;

import java.util.Optional;

/**
 * What is to be captured in a pod: the whole configuration of the rules.
 *
 * @param ports where the proxy listens
 * @param proxy who the proxy runs as; its own connections are never captured
 * @param except what passes by the proxy
 * @param queue shows packets to a program as they pass; empty for none
 */
public record Capture(ProxyPorts ports, ProxyOwner proxy, Exclusions except, Optional<PacketQueue> queue) {
    /** Everything but loopback and the proxy itself, on the usual ports. */
    public static Capture defaults() {
        return new Capture(ProxyPorts.DEFAULT, ProxyOwner.DEFAULT, Exclusions.NONE, Optional.empty());
    }

    public Capture withPorts(ProxyPorts other) {
        return new Capture(other, proxy, except, queue);
    }

    public Capture withProxy(ProxyOwner other) {
        return new Capture(ports, other, except, queue);
    }

    public Capture withExclusions(Exclusions other) {
        return new Capture(ports, proxy, other, queue);
    }

    public Capture withQueue(PacketQueue other) {
        return new Capture(ports, proxy, except, Optional.of(other));
    }
}

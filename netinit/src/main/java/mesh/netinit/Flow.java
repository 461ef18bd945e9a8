package mesh.netinit;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The first packet of a TCP connection, as rules see it: the only one that nat asks about. */
public sealed interface Flow {
    InetSocketAddress to();

    default Family family() {
        return Family.of(to().getAddress());
    }

    /**
     * A connection that starts in this pod.
     *
     * @param uid effective user of the process that opens it
     * @param gid effective group, likewise
     * @param loopback whether the route leads out of {@code lo}: to 127.0.0.0/8, ::1 and every address of this pod
     */
    record Outgoing(InetSocketAddress to, long uid, long gid, boolean loopback) implements Flow {
        /** From a given address: one's own address is reached through {@code lo} too. */
        public static Outgoing of(InetAddress from, InetSocketAddress to, long uid, long gid) {
            return new Outgoing(
                    to,
                    uid,
                    gid,
                    to.getAddress().isLoopbackAddress() || to.getAddress().equals(from));
        }

        /** The same, when the route is known. */
        Outgoing through(boolean isLoopback) {
            return new Outgoing(to, uid, gid, isLoopback);
        }
    }

    /** A connection that comes to this pod from elsewhere. */
    record Incoming(InetSocketAddress from, InetSocketAddress to) implements Flow {}
}

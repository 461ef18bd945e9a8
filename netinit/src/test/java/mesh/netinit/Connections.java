package mesh.netinit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import mesh.linux.NetworkNamespace;
import mesh.linux.SocketOwner;

/** Opens real sockets in a pod. */
final class Connections {
    private Connections() {}

    /** A dual-stack listener, as the proxy's are. */
    static ServerSocketChannel listen(NetworkNamespace pod, int port) throws Exception {
        return pod.call(() -> ServerSocketChannel.open().bind(new InetSocketAddress(port), 4096));
    }

    /** Sends the first packet of a connection, without waiting for an answer. */
    static SocketChannel begin(NetworkNamespace pod, InetSocketAddress to, long uid, long gid) throws Exception {
        return pod.call(() -> {
            var socket = SocketOwner.open(uid, gid, protocol(to));
            socket.configureBlocking(false);
            try {
                socket.connect(to);
            } catch (IOException e) {
                socket.close(); // refused at once: nobody listens there, which is an answer too
            }
            return socket;
        });
    }

    /** A connection that has been answered. */
    static SocketChannel open(NetworkNamespace pod, InetSocketAddress to, long uid, long gid) throws Exception {
        return pod.call(() -> {
            var socket = SocketOwner.open(uid, gid, protocol(to));
            socket.socket().connect(to, 2_000);
            return socket;
        });
    }

    private static StandardProtocolFamily protocol(InetSocketAddress to) {
        return Family.of(to.getAddress()) == Family.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }
}

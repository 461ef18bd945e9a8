package mesh.proxy.reliability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import mesh.linux.NetworkNamespace;

/** Connections that start in a pod. A socket stays in the namespace of the thread that opened it. */
final class Sockets {
    private static final int NEVER_HANG_MILLIS = 20_000;

    private Sockets() {}

    static Socket connect(NetworkNamespace pod, InetSocketAddress to) throws Exception {
        return pod.call(() -> {
            var socket = new Socket();
            try {
                socket.setSoTimeout(NEVER_HANG_MILLIS);
                socket.connect(to, NEVER_HANG_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        });
    }

    static Socket connect(NetworkNamespace pod, String host, int port) throws Exception {
        return connect(pod, new InetSocketAddress(host, port));
    }
}

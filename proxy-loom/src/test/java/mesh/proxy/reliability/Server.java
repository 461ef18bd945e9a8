package mesh.proxy.reliability;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import mesh.linux.NetworkNamespace;

/** A server in a pod: one virtual thread a connection, which ends with its handler. */
final class Server implements Closeable {
    /** What a server does with a connection. */
    interface Handler {
        void serve(Socket connection) throws Exception;
    }

    private final ServerSocket listener;
    private final Handler handler;
    private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

    private Server(ServerSocket listener, Handler handler) {
        this.listener = listener;
        this.handler = handler;
        Thread.ofVirtual().start(this::accept);
    }

    static Server start(NetworkNamespace pod, String address, int port, Handler handler) throws Exception {
        var listener = pod.call(() -> {
            var socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), 4096);
            return socket;
        });
        return new Server(listener, handler);
    }

    /** Sends back what it gets; finishes when the client does. */
    static Server echo(NetworkNamespace pod, String address, int port) throws Exception {
        return start(pod, address, port, Server::echo);
    }

    static void echo(Socket connection) throws IOException {
        connection.getInputStream().transferTo(connection.getOutputStream());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var connection = listener.accept();
                accepted.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                // Closed: the test is over. Anything else shows as a connection that is not answered.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            handler.serve(connection);
        } catch (Exception e) {
            // The client sees that its connection ended; the test decides whether it should have.
        }
    }

    /** Connections that have ever arrived. */
    int connections() {
        return accepted.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var connection : accepted) {
            connection.close();
        }
    }
}

package mesh.sample;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;

/** Returns every byte of a connection; the caller's end of sending ends it. */
final class TcpEcho {
    private static final int MAX_CONNECTIONS = 4096;
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

    private TcpEcho(ServerSocket server) {
        this.server = server;
    }

    /** @param port 0 for any; the socket returned tells which, and closing it ends the service */
    static ServerSocket start(int port) throws IOException {
        var server = new ServerSocket();
        try {
            server.bind(new InetSocketAddress(port), BACKLOG);
        } catch (BindException e) {
            server.close();
            throw new IOException(
                    "cannot listen on TCP port %d: %s. `ss -ltnp` shows who has it; --tcp-port takes another."
                            .formatted(port, e.getMessage()),
                    e);
        }
        Thread.ofPlatform().name("tcp-echo").start(new TcpEcho(server)::acceptAll);
        return server;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            free.acquireUninterruptibly(); // taken before accept: those beyond the limit wait in the kernel's backlog
            try {
                var connection = server.accept();
                Thread.startVirtualThread(() -> echo(connection));
            } catch (IOException e) {
                free.release();
                if (!server.isClosed()) {
                    System.err.println("tcp-echo: cannot accept: " + e.getMessage());
                }
            }
        }
    }

    private void echo(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            connection.getInputStream().transferTo(connection.getOutputStream());
            connection.shutdownOutput();
        } catch (IOException e) {
            System.err.println("tcp-echo: " + connection.getRemoteSocketAddress() + " broke: " + e.getMessage());
        } finally {
            free.release();
        }
    }
}

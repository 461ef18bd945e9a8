package mesh.bench.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import mesh.linux.NetworkNamespace;

/** An echo server and an HTTP server in each namespace, each with one thread. */
public final class Servers {
    private static final int BACKLOG = 4096;

    private Servers() {}

    /** Serves in each of the namespaces until standard input ends, which it does when the parent process is gone. */
    public static void main(String... namespaces) throws Exception {
        for (var name : namespaces) {
            var namespace = NetworkNamespace.open(name);
            new EchoServer(namespace.call(() -> listen(Target.PORT))).start("echo-" + name);
            new HttpServer(namespace.call(() -> listen(Target.HTTP_PORT))).start("http-" + name);
        }
        System.out.println("ready");
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(port), BACKLOG);
    }
}

package mesh.bench.rig;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mesh.bench.load.Servers;

/** The process that echoes and answers, in every server's namespace. */
public record Server(Process process) implements Closeable {
    public static Server start(List<String> namespaces) throws IOException {
        var server = new Server(Jvm.start(Servers.class, namespaces));
        var first = server.process.inputReader().readLine();
        if (!"ready".equals(first)) {
            throw new IOException("the servers did not start; it said " + first);
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        Processes.end(process, Duration.ofSeconds(2));
    }
}

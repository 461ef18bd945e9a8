package mesh.proxy.http1.differential;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Phaser;

/**
 * A server that notes which requests a proxy passes on. It trusts the proxy to write them well, and reads with as
 * little code as that allows.
 */
final class Backend implements AutoCloseable {
    /** Marks an answer that is not the proxy's own. */
    static final String MARK = "x-backend";

    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\n" + MARK
                    + ": 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<Message> messages = new ArrayList<>();
    private final Phaser connections = new Phaser(1);

    Backend() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What arrived since the last call, when all connections have ended. */
    List<Message> take() {
        connections.arriveAndAwaitAdvance();
        synchronized (messages) {
            var taken = List.copyOf(messages);
            messages.clear();
            return taken;
        }
    }

    private void accept() {
        try {
            while (true) {
                var connection = server.accept();
                connections.register();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed: the comparison is over
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(10_000);
            var message = read(new BufferedInputStream(connection.getInputStream()));
            synchronized (messages) {
                messages.add(message);
            }
            connection.getOutputStream().write(ANSWER);
        } catch (IOException e) {
            // A proxy that broke off in the middle has not delivered the message: there is nothing to note.
        } finally {
            connections.arriveAndDeregister();
        }
    }

    private static Message read(InputStream in) throws IOException {
        var start = line(in).split(" ", 3);
        String host = "";
        var test = new ArrayList<String>();
        long length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String name = line.substring(0, Math.max(line.indexOf(':'), 0));
            String value = line.substring(line.indexOf(':') + 1).replaceAll("^[ \t]+|[ \t]+$", "");
            switch (name.toLowerCase(Locale.ROOT)) {
                case "host" -> host = value;
                case "x-test" -> test.add(value);
                case "content-length" -> length = Long.parseLong(value);
                case "transfer-encoding" -> chunked = true;
                default -> {}
            }
        }
        String body = chunked ? chunks(in) : take(in, length);
        return new Message(start[0], start[1], host, String.join(",", test), body).normal();
    }

    private static String chunks(InputStream in) throws IOException {
        var body = new StringBuilder();
        while (true) {
            long size = Long.parseLong(line(in).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                while (!line(in).isEmpty()) {} // trailers
                return body.toString();
            }
            body.append(take(in, size));
            line(in);
        }
    }

    private static String take(InputStream in, long count) throws IOException {
        var bytes = in.readNBytes((int) Math.min(count, 1 << 20));
        if (bytes.length < count) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            line.append((char) octet);
            if (line.length() >= 2 && line.substring(line.length() - 2).equals("\r\n")) {
                return line.substring(0, line.length() - 2);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package mesh.proxy.http1.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A real proxy on loopback, in front of a {@link Backend} that says what it was given. */
final class ProxyPeer implements Peer {
    /** Who has neither answered nor closed by then waits for more; being wrong about it makes no test fail. */
    private static final int PATIENCE_MILLIS = 300;

    private final Process process;
    private final int port;
    private final Backend backend;

    private ProxyPeer(Process process, int port, Backend backend) {
        this.process = process;
        this.port = port;
        this.backend = backend;
    }

    static ProxyPeer nginx() throws IOException, InterruptedException {
        var backend = new Backend();
        int port = Commands.freePort();
        Path directory = directory("nginx");
        Path config = Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log;
                events { worker_connections 64; }
                http {
                  access_log off;
                  client_max_body_size 0;
                  client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
                  uwsgi_temp_path temp; scgi_temp_path temp;
                  server {
                    listen 127.0.0.1:%d;
                    location / {
                      proxy_pass http://127.0.0.1:%d;
                      proxy_http_version 1.1;
                      proxy_set_header Host $http_host;
                      proxy_ignore_client_abort on;
                    }
                  }
                }
                """.formatted(port, backend.port()));
        return start(
                port, backend, Commands.find("nginx"), "-p", directory.toString(), "-c", config.getFileName() + "");
    }

    static ProxyPeer haproxy() throws IOException, InterruptedException {
        var backend = new Backend();
        int port = Commands.freePort();
        Path config =
                Files.writeString(directory("haproxy").resolve("haproxy.cfg"), """
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 5s
                  timeout server 5s
                listen proxy
                  bind 127.0.0.1:%d
                  server backend 127.0.0.1:%d
                """.formatted(port, backend.port()));
        return start(port, backend, Commands.find("haproxy"), "-db", "-f", config.toString());
    }

    private static Path directory(String name) throws IOException {
        return Files.createDirectories(Path.of("target", "differential", name).toAbsolutePath());
    }

    private static ProxyPeer start(int port, Backend backend, String... command)
            throws IOException, InterruptedException {
        var log = directory("logs")
                .resolve(Path.of(command[0]).getFileName() + ".log")
                .toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!accepts(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException(command[0] + " does not start: " + Files.readString(log.toPath()));
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return new ProxyPeer(process, port, backend);
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    @Override
    public Reading read(Case it) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            send(socket, it.bytes());
            String refused = firstOwnStatus(answers(socket));
            return new Reading(backend.take(), refused);
        }
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // It closed before it had all of it: what it answered says why.
        }
    }

    /** All that it answers before it closes, or waits. Then we finish too, so that it closes in any case. */
    private static String answers(Socket socket) throws IOException {
        var answers = new ByteArrayOutputStream();
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getInputStream().transferTo(answers);
        } catch (SocketTimeoutException e) {
            finish(socket);
        } catch (SocketException e) {
            // Reset: it closed while bytes were left that it did not want. Its answer came before.
        }
        return answers.toString(StandardCharsets.ISO_8859_1);
    }

    private static void finish(Socket socket) throws IOException {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(10_000);
            socket.getInputStream().transferTo(new ByteArrayOutputStream());
        } catch (SocketException e) {
            // It closed meanwhile, which is all that was wanted.
        }
    }

    /** The status line of the first answer that is not the backend's. */
    private static String firstOwnStatus(String answers) {
        for (int at = answers.indexOf("HTTP/1."); at >= 0; at = answers.indexOf("HTTP/1.", at + 1)) {
            int end = answers.indexOf("\r\n\r\n", at);
            String head = answers.substring(at, end < 0 ? answers.length() : end);
            if (!head.toLowerCase(Locale.ROOT).contains(Backend.MARK) && !head.startsWith("HTTP/1.1 100")) {
                return head.lines().findFirst().orElseThrow();
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        backend.close();
    }
}

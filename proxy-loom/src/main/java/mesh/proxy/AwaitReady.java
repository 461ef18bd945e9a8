package mesh.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Waits until the proxy of its pod is ready: the postStart hook of a proxy that is an ordinary container, which keeps
 * the kubelet from starting the app too early. A program of its own, without any library: it runs at each start of a
 * pod and must cost next to nothing.
 */
public final class AwaitReady {
    static final int DEFAULT_PORT = 15020;
    static final int DEFAULT_SECONDS = 60;
    private static final int LONGEST_SECONDS = 3600;
    private static final int PAUSE_MILLIS = 50;
    private static final int ANSWER_MILLIS = 1000;
    private static final String USAGE = "usage: AwaitReady [--port " + DEFAULT_PORT + "] [--timeout " + DEFAULT_SECONDS
            + "], the proxy's admin port (1 to 65535) and seconds (1 to " + LONGEST_SECONDS + ")";

    private final InetSocketAddress admin;
    private final long deadline;
    private String lastAnswer = "";

    private AwaitReady(int port, int seconds) {
        this.admin = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.deadline = System.nanoTime() + seconds * 1_000_000_000L;
    }

    public static void main(String... args) throws InterruptedException {
        System.exit(run(args));
    }

    /** @return the exit code: 0 ready, 1 not ready in time, 2 a wrong argument; why is on stderr */
    static int run(String... args) throws InterruptedException {
        int port = DEFAULT_PORT;
        int seconds = DEFAULT_SECONDS;
        for (int i = 0; i < args.length; i += 2) {
            var value = i + 1 < args.length ? args[i + 1] : "nothing";
            switch (args[i]) {
                case "--port" -> port = number(value, 65_535);
                case "--timeout" -> seconds = number(value, LONGEST_SECONDS);
                default -> port = 0;
            }
            if (port == 0 || seconds == 0) {
                System.err.println(args[i] + " " + value + " is not understood; " + USAGE);
                return 2;
            }
        }
        return new AwaitReady(port, seconds).await(seconds);
    }

    /** @return 0 when it is none that is accepted */
    private static int number(String text, int largest) {
        try {
            int number = Integer.parseInt(text);
            return number > 0 && number <= largest ? number : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private int await(int seconds) throws InterruptedException {
        while (!isReady()) {
            if (System.nanoTime() - deadline > 0) {
                System.err.printf(
                        "the proxy is not ready after %d s: http://127.0.0.1:%d/ready said: %s."
                                + " Read the log of the container mesh-proxy.%n",
                        seconds, admin.getPort(), lastAnswer);
                return 1;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return 0;
    }

    /** By hand: the JDK's HTTP client would double the time of this program. */
    private boolean isReady() {
        try (var socket = new Socket()) {
            socket.connect(admin, ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream()
                    .write("GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var head =
                    new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            lastAnswer = head.isEmpty() ? "nothing" : head;
            return head.equals("HTTP/1.1 200");
        } catch (IOException e) {
            lastAnswer = e.getMessage();
            return false;
        }
    }
}

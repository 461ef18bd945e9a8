package mesh.sample;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Calls the peer. Each call opens a connection of its own and closes it, so that each can be followed on its own
 * through the mesh.
 */
final class PeerCalls {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(65); // more than the longest pause of /slow
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final URI peer;

    PeerCalls(URI peer) {
        if (!"http".equals(peer.getScheme()) || peer.getHost() == null) {
            throw new IllegalArgumentException("--peer " + peer + " is not a URL such as http://app-b:8080");
        }
        this.peer = peer;
    }

    URI peer() {
        return peer;
    }

    /** @throws IllegalArgumentException when {@code path} is none */
    Called call(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path=" + path + " does not begin with a slash");
        }
        var url = peer.resolve(path);
        long start = System.nanoTime();
        try (var client = client()) {
            var answer = client.send(request(url), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            long end = System.nanoTime();
            return new Called(url, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8), start, end);
        } catch (IOException e) {
            return new Called(url, 0, "no answer from " + url + ": " + why(e), start, System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Called(url, 0, "interrupted", start, System.nanoTime());
        }
    }

    /** One for each call: a client that lives on keeps its connection for the next call. */
    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    private static HttpRequest request(URI url) {
        return HttpRequest.newBuilder(url).timeout(ANSWER_TIMEOUT).build();
    }

    private static String why(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Calls {@code /} for ever; one line a call. The first call comes after one pause. */
    void loop(Duration pause, PrintStream out) {
        Thread.ofPlatform().name("caller").start(() -> {
            while (sleep(pause)) {
                out.println(call("/").summary());
            }
        });
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}

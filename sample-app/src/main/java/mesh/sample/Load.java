package mesh.sample;

import java.net.URI;
import java.time.Duration;

/**
 * A bounded number of requests to the peer, or to another host on the peer's port.
 *
 * @param to the other host; empty: the peer
 * @param count how many in all
 * @param rate how many begin in a second; 0: each connection's next when its last was answered
 * @param connections at once
 * @param reuse whether a connection carries more than one request
 */
record Load(String to, String path, int count, int rate, int connections, boolean reuse) {
    private static final int MAX_COUNT = 10_000_000;
    private static final int MAX_RATE = 10_000;
    private static final int MAX_CONNECTIONS = 64;

    /** @throws IllegalArgumentException naming what is wrong, and what is accepted */
    static Load asked(URI uri) {
        var path = Query.text(uri, "path", "/");
        if (!path.startsWith("/") || !path.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("path=" + path + " is no path: a slash, then ASCII without blanks");
        }
        var to = Query.text(uri, "to", "");
        if (!to.matches("[A-Za-z0-9.-]{0,253}")) {
            throw new IllegalArgumentException("to=" + to + " is no host: letters, digits, '-' and '.'");
        }
        return new Load(
                to,
                path,
                Query.number(uri, "count", 100, 1, MAX_COUNT),
                Query.number(uri, "rate", 0, 0, MAX_RATE),
                Query.number(uri, "connections", 4, 1, MAX_CONNECTIONS),
                Query.number(uri, "reuse", 1, 0, 1) == 1);
    }

    /** Whom to call. */
    URI target(URI peer) {
        int port = peer.getPort();
        return to.isEmpty() ? peer : URI.create("http://" + to + (port < 0 ? "" : ":" + port));
    }

    /** When request number {@code i}, from 0, is due after the first. */
    Duration due(int i) {
        return rate == 0 ? Duration.ZERO : Duration.ofNanos(i * 1_000_000_000L / rate);
    }
}

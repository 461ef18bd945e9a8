package mesh.lab.pod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mesh.linux.NetworkNamespace;

/**
 * HTTP from inside a pod. {@link HttpURLConnection} because it opens its socket on the calling thread, and a socket
 * belongs to the namespace of the thread that opens it.
 */
public final class PodHttp {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 10_000;
    private static final int MAX_BYTES = 16 << 20;

    private PodHttp() {}

    /** What came back. */
    public record Answer(int status, String body) {
        public boolean ok() {
            return status == HttpURLConnection.HTTP_OK;
        }
    }

    /** @throws IOException when nobody answers */
    public static Answer get(String namespace, String url, String... headers) throws IOException {
        return InPod.call(NetworkNamespace.open(namespace), () -> get(URI.create(url), List.of(headers)));
    }

    /** From where this process is. @throws IOException when nobody answers */
    public static Answer get(URI url) throws IOException {
        return get(url, List.of());
    }

    /** As from inside a pod, where nobody answering is an everyday outcome. */
    public static Optional<Answer> tryGet(String namespace, String url, String... headers) {
        try {
            return Optional.of(get(namespace, url, headers));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What to do with a line; may fail. */
    @FunctionalInterface
    public interface LineReader {
        void read(String line) throws IOException;
    }

    /**
     * Reads an answer line by line while it comes, however long that takes.
     *
     * @throws IOException when nobody answers, or not with 200, or nothing more comes for 10 s
     */
    public static void lines(String namespace, String url, LineReader reader) throws IOException {
        InPod.call(NetworkNamespace.open(namespace), () -> {
            lines(open(URI.create(url), List.of()), reader);
            return null;
        });
    }

    /** The same, from where this process is. */
    public static void lines(URI url, LineReader reader) throws IOException {
        lines(open(url, List.of()), reader);
    }

    private static void lines(HttpURLConnection connection, LineReader reader) throws IOException {
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                var body = connection.getErrorStream().readNBytes(MAX_BYTES);
                throw new IOException("%s answers %d: %s"
                        .formatted(
                                connection.getURL(),
                                connection.getResponseCode(),
                                new String(body, StandardCharsets.UTF_8).strip()));
            }
            try (var lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    reader.read(line);
                }
            }
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection open(URI url, List<String> headers) throws IOException {
        var connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        // Else the JDK keeps it for the next request to this URL, and in another pod that is another server.
        connection.setRequestProperty("Connection", "close");
        for (int i = 0; i < headers.size(); i += 2) {
            connection.setRequestProperty(headers.get(i), headers.get(i + 1));
        }
        return connection;
    }

    private static Answer get(URI url, List<String> headers) throws IOException {
        var connection = open(url, headers);
        try {
            int status = connection.getResponseCode();
            try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                var bytes = body == null ? new byte[0] : body.readNBytes(MAX_BYTES);
                return new Answer(status, new String(bytes, StandardCharsets.UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }
}

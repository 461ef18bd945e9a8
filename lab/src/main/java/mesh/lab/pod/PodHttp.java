package mesh.lab.pod;

import java.io.IOException;
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

    /** The same, where nobody answering is an everyday outcome. */
    public static Optional<Answer> tryGet(String namespace, String url, String... headers) {
        try {
            return Optional.of(get(namespace, url, headers));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Answer get(URI url, List<String> headers) throws IOException {
        var connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        // Else the JDK keeps it for the next request to this URL, and in another pod that is another server.
        connection.setRequestProperty("Connection", "close");
        for (int i = 0; i < headers.size(); i += 2) {
            connection.setRequestProperty(headers.get(i), headers.get(i + 1));
        }
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

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The API server of the webhook's training run: gives it a certificate for a day, and asks it about a pod. */
final class Visit {
    private static final String PASSWORD = "training";
    private static final int ROUNDS = 20;

    public static void main(String... args) throws Exception {
        switch (args[0]) {
            case "certificate" -> certificate(Path.of(args[1]));
            case "admission" -> admission(Path.of(args[1]));
            default -> throw new IllegalArgumentException("certificate FOLDER or admission FILE, not " + args[0]);
        }
    }

    private static void certificate(Path folder) throws Exception {
        Files.createDirectories(folder);
        var store = folder.resolve("store.p12");
        Files.deleteIfExists(store);
        var keytool = new ProcessBuilder(
                        "keytool", "-genkeypair", "-alias", "webhook", "-keyalg", "EC", "-dname", "CN=webhook",
                        "-ext", "san=dns:localhost", "-validity", "1", "-storepass", PASSWORD,
                        "-keystore", store.toString())
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no key: its message is above");
        }
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        pem(folder.resolve("tls.crt"), "CERTIFICATE", keys.getCertificate("webhook").getEncoded());
        pem(folder.resolve("tls.key"), "PRIVATE KEY", keys.getKey("webhook", PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(Path file, String kind, byte[] content) throws IOException {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind));
    }

    private static void admission(Path review) throws Exception {
        var trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        try (var client = HttpClient.newBuilder().sslContext(trusting).build()) {
            awaitPort(8443);
            for (int round = 0; round < ROUNDS; round++) {
                for (var path : new String[] {"/mutate", "/validate"}) {
                    var request = HttpRequest.newBuilder(URI.create("https://localhost:8443" + path))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofFile(review))
                            .build();
                    var answer = client.send(request, BodyHandlers.ofString());
                    if (answer.statusCode() != 200) {
                        throw new IOException(path + " said " + answer.statusCode() + ": " + answer.body());
                    }
                }
            }
            for (var page : new String[] {"ready", "live", "metrics"}) {
                var request = HttpRequest.newBuilder(URI.create("http://localhost:15024/" + page)).build();
                client.send(request, BodyHandlers.discarding());
            }
        }
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (int attempt = 0; attempt < 600; attempt++) {
            try (var socket = new Socket("localhost", port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(100); // it still starts; the request will say so if it never does
            }
        }
    }

    /** The certificate was made a moment ago by this very program. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

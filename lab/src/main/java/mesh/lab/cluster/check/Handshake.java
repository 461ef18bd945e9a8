package mesh.lab.cluster.check;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Asks a TLS server for its certificates, and believes all: whether to trust them is decided by who asked. */
final class Handshake {
    private static final int TIMEOUT_MILLIS = 5_000;

    private Handshake() {}

    /**
     * The server's own certificate first.
     *
     * @param serverName that is asked for
     * @throws IOException when no handshake comes about
     */
    static List<X509Certificate> with(int localPort, String serverName) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Looking()}, null);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", localPort)) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                var parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(serverName)));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return Arrays.stream(socket.getSession().getPeerCertificates())
                        .map(X509Certificate.class::cast)
                        .toList();
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("this JVM has no TLS", e);
        }
    }

    private static final class Looking implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("this is no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // any: it is only looked at
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

package mesh.webhook.certificate;

import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/** A certificate and its key, which may change while they are in use: each handshake takes those of its moment. */
public interface ServingCertificate extends AutoCloseable {
    X509ExtendedKeyManager keys();

    Status status();

    @Override
    void close();

    /**
     * How it is now.
     *
     * @param serving end of the serving certificate; empty: there is none yet
     * @param authority end of the certificate authority's; empty where that is not ours
     * @param trusted whether the API server has been told to trust it
     * @param problem the last thing that went wrong and has not gone right since; empty: none
     */
    record Status(Optional<Instant> serving, Optional<Instant> authority, boolean trusted, String problem) {
        public boolean ready() {
            return serving.isPresent() && trusted;
        }
    }
}

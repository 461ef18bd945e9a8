package mesh.webhook.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Certificates for tests, made as the webhook makes its own. */
public final class TestCertificates {
    private TestCertificates() {}

    /** Writes tls.crt and tls.key. @return PEM of the authority that signed them */
    public static String write(Path folder, List<String> names, Instant now)
            throws IOException, GeneralSecurityException {
        var held = Held.create(names, now);
        Files.writeString(folder.resolve("tls.crt"), held.texts().get("tls.crt"));
        Files.writeString(folder.resolve("tls.key"), held.texts().get("tls.key"));
        return held.bundle();
    }

    public static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return Pem.certificates(pem).getFirst();
    }
}

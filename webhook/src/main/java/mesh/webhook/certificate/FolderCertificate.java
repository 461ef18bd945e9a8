package mesh.webhook.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/** {@code tls.crt} and {@code tls.key} of a folder, as somebody else keeps them; read again when they change. */
public final class FolderCertificate implements ServingCertificate {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Path folder;
    private final CurrentKey keys = new CurrentKey();
    private final Thread watch =
            Thread.ofPlatform().name("certificate").daemon().unstarted(this::watch);
    private FileTime read = FileTime.fromMillis(0);
    private volatile Status status = new Status(Optional.empty(), Optional.empty(), true, "");

    private FolderCertificate(Path folder) {
        this.folder = folder;
    }

    /** @throws IOException naming the file that cannot be used */
    public static FolderCertificate open(Path folder) throws IOException {
        var certificate = new FolderCertificate(folder);
        certificate.read();
        certificate.watch.start();
        return certificate;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** What cannot be used leaves the last as it was. */
    private void look() {
        try {
            if (!modified().equals(read)) {
                read();
            }
        } catch (IOException e) {
            if (!status.problem().equals(e.getMessage())) {
                System.err.println("webhook: " + e.getMessage() + "; the certificate read last stays");
            }
            status = new Status(status.serving(), Optional.empty(), true, e.getMessage());
        }
    }

    private FileTime modified() throws IOException {
        return Files.getLastModifiedTime(folder.resolve("tls.crt"));
    }

    private void read() throws IOException {
        try {
            var seen = modified();
            var chain = Pem.certificates(Files.readString(folder.resolve("tls.crt")));
            keys.replace(new CurrentKey.Pair(Pem.key(Files.readString(folder.resolve("tls.key"))), chain));
            read = seen;
            Instant end = chain.getFirst().getNotAfter().toInstant();
            status = new Status(Optional.of(end), Optional.empty(), true, "");
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException("no certificate in " + folder + " (tls.crt, tls.key): " + e.getMessage(), e);
        }
    }

    @Override
    public X509ExtendedKeyManager keys() {
        return keys;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}

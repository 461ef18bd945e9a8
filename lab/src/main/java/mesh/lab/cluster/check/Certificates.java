package mesh.lab.cluster.check;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import mesh.lab.cluster.Cluster;
import mesh.lab.cluster.MeshedPod;
import mesh.lab.cluster.PodPages;
import mesh.lab.view.Age;

/** The webhook's certificate as it really serves it: how old, and does the API server trust it? */
final class Certificates implements Check {
    private static final int HTTPS = 8443;
    private static final String NAME = "webhook." + Cluster.MESH_NAMESPACE + ".svc";

    /** It is renewed at two thirds of its life; what is left when nobody did so. */
    private static final double OVERDUE = 0.25;

    private static final String LOGS = "kubectl logs -n %s deploy/webhook".formatted(Cluster.MESH_NAMESPACE);

    @Override
    public String subject() {
        return "the webhook's certificate";
    }

    @Override
    public void look(Cluster cluster, Checkup checkup) throws IOException {
        var bundles = new HashSet<>(Trust.in(cluster).bundles().values());
        bundles.remove("");
        for (var bundle : bundles) {
            Trust.authorities(bundle).forEach(authority -> age("authority in the caBundle", authority, checkup));
        }
        var pods = cluster.ask(client -> client.pods()
                .inNamespace(Cluster.MESH_NAMESPACE)
                .withLabel("app.kubernetes.io/name", "webhook")
                .list()
                .getItems());
        for (var pod :
                pods.stream().map(MeshedPod::new).filter(MeshedPod::isReady).toList()) {
            try (var port = PodPages.open(cluster, Cluster.MESH_NAMESPACE, pod.name(), HTTPS)) {
                var served = Handshake.with(port.localPort(), NAME).getFirst();
                age("certificate of " + pod.name(), served, checkup);
                trusted(pod.name(), served, bundles, checkup);
            }
        }
    }

    private static void age(String what, X509Certificate certificate, Checkup checkup) {
        var end = certificate.getNotAfter().toInstant();
        var life = Duration.between(certificate.getNotBefore().toInstant(), end);
        var left = Duration.between(Instant.now(), end);
        checkup.fact(what, "ends in " + Age.of(left));
        if (left.isNegative()) {
            checkup.finding(what + " has ended", "it was not renewed in time", LOGS);
        } else if (left.toMillis() < OVERDUE * life.toMillis()) {
            checkup.finding("%s ends in %s".formatted(what, Age.of(left)), "it should have been renewed before", LOGS);
        }
    }

    private static void trusted(String pod, X509Certificate served, Iterable<String> bundles, Checkup checkup)
            throws IOException {
        for (var bundle : bundles) {
            if (!isSignedByOneOf(Trust.authorities(bundle), served)) {
                checkup.finding(
                        "the API server does not trust the certificate of " + pod,
                        "the caBundle of a webhook configuration is another authority's",
                        "wait 10 s: the webhook writes it; if it stays so: " + LOGS);
            }
        }
    }

    private static boolean isSignedByOneOf(List<X509Certificate> authorities, X509Certificate served) {
        return authorities.stream().anyMatch(authority -> isSignedBy(authority, served));
    }

    private static boolean isSignedBy(X509Certificate authority, X509Certificate served) {
        try {
            served.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // by another key
        }
    }
}

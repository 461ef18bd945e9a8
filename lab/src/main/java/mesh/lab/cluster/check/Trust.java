package mesh.lab.cluster.check;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.lab.cluster.Cluster;
import mesh.lab.view.Failure;

/** Whom the API server believes to be our webhook: the caBundle of each entry of both configurations. */
record Trust(Map<String, String> bundles, boolean mutating, boolean validating) {
    static final String CONFIGURATION = "diy-service-mesh";

    static Trust in(Cluster cluster) throws IOException {
        var mutating = cluster.ask(client -> client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(CONFIGURATION)
                .get());
        var validating = cluster.ask(client -> client.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(CONFIGURATION)
                .get());
        var bundles = new LinkedHashMap<String, String>();
        if (mutating != null) {
            mutating.getWebhooks().forEach(entry -> bundles.put(entry.getName(), bundle(entry.getClientConfig())));
        }
        if (validating != null) {
            validating.getWebhooks().forEach(entry -> bundles.put(entry.getName(), bundle(entry.getClientConfig())));
        }
        return new Trust(bundles, mutating != null, validating != null);
    }

    private static String bundle(WebhookClientConfig config) {
        return config.getCaBundle() == null ? "" : config.getCaBundle();
    }

    /** The authorities of one entry. @throws Failure when the bundle holds no certificates */
    static List<X509Certificate> authorities(String bundle) throws Failure {
        try {
            var authorities = new ArrayList<X509Certificate>();
            var pem = new ByteArrayInputStream(Base64.getDecoder().decode(bundle));
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                authorities.add((X509Certificate) one);
            }
            return authorities;
        } catch (CertificateException | IllegalArgumentException e) {
            throw new Failure("the caBundle holds no certificates: " + e.getMessage(), e);
        }
    }
}

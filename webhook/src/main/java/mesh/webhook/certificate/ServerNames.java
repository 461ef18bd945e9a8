package mesh.webhook.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** By which names the API server may call: host names, and addresses where a configuration gives a URL with one. */
final class ServerNames {
    private ServerNames() {}

    /** @param more names that are no Service's */
    static List<String> of(String service, String namespace, List<String> more) {
        var name = service + "." + namespace;
        var names = new ArrayList<>(List.of(name + ".svc", name, name + ".svc.cluster.local"));
        names.addAll(more);
        return List.copyOf(names);
    }

    static GeneralNames extension(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    /** Whether it has all of them; one made by a version with other settings may not. */
    static boolean areIn(X509Certificate certificate, List<String> names) throws CertificateParsingException {
        Set<String> there = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of()).stream()
                .map(typeAndName -> String.valueOf(typeAndName.get(1)))
                .collect(Collectors.toSet());
        return there.containsAll(names);
    }
}

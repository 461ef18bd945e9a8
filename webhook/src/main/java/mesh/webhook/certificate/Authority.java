package mesh.webhook.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for one server: P-256 keys, signed with SHA-256.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280">RFC 5280</a>
 */
record Authority(X509Certificate certificate, PrivateKey key) {
    /** Long, since a change of it must first reach the API server; short enough to be exercised each year. */
    static final Duration VALID = Duration.ofDays(365);

    static final Duration SERVING_VALID = Duration.ofDays(30);

    /** Clocks of the API server's machines may be behind ours. */
    private static final Duration SKEW = Duration.ofHours(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Since it was made, which is later than when it began to be valid. */
    static Duration age(X509Certificate certificate, Instant now) {
        return Duration.between(certificate.getNotBefore().toInstant().plus(SKEW), now);
    }

    static Authority create(Instant now) throws GeneralSecurityException {
        var keys = keys();
        // A name of its own each time: during a rotation there are two, and each must be found by its name.
        var name = new X500Name("CN=diy-service-mesh webhook CA " + new BigInteger(32, RANDOM));
        try {
            var certificate = certificate(name, name, keys.getPublic(), now, VALID)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new Authority(signed(certificate, keys.getPrivate()), keys.getPrivate());
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** @param names of the server, as the API server calls it; the first is shown in the subject */
    CurrentKey.Pair issue(List<String> names, Instant now) throws GeneralSecurityException {
        var keys = keys();
        var issuer = new X500Name(certificate.getSubjectX500Principal().getName());
        try {
            var serving = certificate(
                            issuer, new X500Name("CN=" + names.getFirst()), keys.getPublic(), now, SERVING_VALID)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate))
                    .addExtension(Extension.subjectAlternativeName, false, ServerNames.extension(names));
            return new CurrentKey.Pair(keys.getPrivate(), List.of(signed(serving, key)));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X509v3CertificateBuilder certificate(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration valid) throws CertIOException {
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM),
                Date.from(now.minus(SKEW)),
                Date.from(now.plus(valid)),
                subject,
                key);
        try {
            return builder.addExtension(
                    Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        } catch (GeneralSecurityException e) {
            throw new CertIOException("no SHA-1 for a key's identifier", e);
        }
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, PrivateKey with)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(with);
            return new JcaX509CertificateConverter().getCertificate(certificate.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }
}

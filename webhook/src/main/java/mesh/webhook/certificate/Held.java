package mesh.webhook.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that the Secret holds.
 *
 * @param trusted certificates of authorities that the API server is told to trust; the last is the newest
 * @param authority the one that signs
 * @param next one that will sign, once the API server trusts it
 * @param serving what the server shows
 */
record Held(List<X509Certificate> trusted, Authority authority, Optional<Authority> next, CurrentKey.Pair serving) {
    private static final String TRUSTED = "ca.crt";
    private static final String AUTHORITY_KEY = "ca.key";
    private static final String NEXT_KEY = "next-ca.key";
    private static final String SERVING = "tls.crt";
    private static final String SERVING_KEY = "tls.key";

    /** From the telling of an authority to its first signature. Several API servers hear of it one after the other. */
    static final Duration SETTLED = Duration.ofMinutes(5);

    /** After so long with a new authority's certificate no replica shows one of the old authority any more. */
    static final Duration OVERLAP = Duration.ofHours(1);

    static Held create(List<String> names, Instant now) throws GeneralSecurityException {
        var authority = Authority.create(now);
        return new Held(List.of(authority.certificate()), authority, Optional.empty(), authority.issue(names, now));
    }

    /**
     * From the Secret's text.
     * @throws GeneralSecurityException when something is missing, cannot be read, or does not fit the rest
     */
    static Held read(Map<String, String> texts) throws GeneralSecurityException {
        var trusted = Pem.certificates(text(texts, TRUSTED));
        var key = Pem.key(text(texts, AUTHORITY_KEY));
        var serving = new CurrentKey.Pair(Pem.key(text(texts, SERVING_KEY)), Pem.certificates(text(texts, SERVING)));
        var authority = authority(trusted, key, AUTHORITY_KEY);
        serving.chain().getFirst().verify(authority.certificate().getPublicKey());
        requireFits(serving.key(), serving.chain().getFirst(), SERVING_KEY);
        var next = texts.containsKey(NEXT_KEY)
                ? Optional.of(authority(trusted, Pem.key(texts.get(NEXT_KEY)), NEXT_KEY))
                : Optional.<Authority>empty();
        return new Held(trusted, authority, next, serving);
    }

    private static String text(Map<String, String> texts, String name) throws GeneralSecurityException {
        var text = texts.get(name);
        if (text == null) {
            throw new GeneralSecurityException(name + " is missing");
        }
        return text;
    }

    private static Authority authority(List<X509Certificate> trusted, PrivateKey key, String name)
            throws GeneralSecurityException {
        for (var certificate : trusted) {
            if (fits(key, certificate)) {
                return new Authority(certificate, key);
            }
        }
        throw new GeneralSecurityException(name + " belongs to no certificate of " + TRUSTED);
    }

    private static void requireFits(PrivateKey key, X509Certificate certificate, String name)
            throws GeneralSecurityException {
        if (!fits(key, certificate)) {
            throw new GeneralSecurityException(name + " does not belong to its certificate");
        }
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        var algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        var sample = new byte[] {1};
        var signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(sample);
        var signature = signer.sign();
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(sample);
        return verifier.verify(signature);
    }

    Map<String, String> texts() throws GeneralSecurityException {
        var texts = new TreeMap<String, String>();
        texts.put(TRUSTED, bundle());
        texts.put(AUTHORITY_KEY, Pem.of(authority.key()));
        if (next.isPresent()) {
            texts.put(NEXT_KEY, Pem.of(next.get().key()));
        }
        texts.put(SERVING, Pem.of(shown()));
        texts.put(SERVING_KEY, Pem.of(serving.key()));
        return texts;
    }

    /** What the API server is to trust, as text. */
    String bundle() throws GeneralSecurityException {
        var text = new StringBuilder();
        for (var certificate : trusted) {
            text.append(Pem.of(certificate));
        }
        return text.toString();
    }

    /**
     * What should be held now: the same, or with something renewed.
     * @param told whether the API server has been told of all that is {@link #trusted}
     */
    Held at(Instant now, List<String> names, boolean told) throws GeneralSecurityException {
        if (!isValid(authority.certificate(), now)) {
            return create(names, now); // nobody could connect any more: there is nothing to be careful about
        }
        if (!isValid(shown(), now)) {
            return signedBy(authority, names, now);
        }
        if (next.isPresent()) {
            boolean settled = Authority.age(next.get().certificate(), now).compareTo(SETTLED) >= 0;
            return told && settled ? signedBy(next.get(), names, now) : this;
        }
        if (isDue(authority.certificate(), now)) {
            return announced(now);
        }
        if (isDue(shown(), now) || !ServerNames.areIn(shown(), names)) {
            return signedBy(authority, names, now);
        }
        boolean unneeded = trusted.size() > 1 && Authority.age(shown(), now).compareTo(OVERLAP) >= 0;
        return unneeded ? new Held(List.of(authority.certificate()), authority, next, serving) : this;
    }

    /** With a new authority, that does not sign yet: whoever asks us now trusts those before it alone. */
    Held announced(Instant now) throws GeneralSecurityException {
        var newer = Authority.create(now);
        return new Held(List.of(authority.certificate(), newer.certificate()), authority, Optional.of(newer), serving);
    }

    private Held signedBy(Authority signer, List<String> names, Instant now) throws GeneralSecurityException {
        return new Held(trusted, signer, Optional.empty(), signer.issue(names, now));
    }

    /** Whether a server with it would be believed now. */
    boolean isUsable(Instant now) {
        return isValid(authority.certificate(), now) && isValid(shown(), now);
    }

    /** The server's own. */
    X509Certificate shown() {
        return serving.chain().getFirst();
    }

    /** At two thirds of its life: a third is left to notice that it did not work. */
    private static boolean isDue(X509Certificate certificate, Instant now) {
        var begin = certificate.getNotBefore().toInstant();
        var life = Duration.between(begin, certificate.getNotAfter().toInstant());
        return now.isAfter(begin.plus(life.multipliedBy(2).dividedBy(3)));
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }
}

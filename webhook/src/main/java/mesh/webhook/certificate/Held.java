package mesh.webhook.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        var shown = serving.chain().getFirst();
        shown.verify(authority.certificate().getPublicKey());
        requireFits(serving.key(), shown, SERVING_KEY);
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
        texts.put(SERVING, Pem.of(serving.chain().getFirst()));
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
     * What should be held now: the same, or with something renewed. Asked after the API server was told of all that is
     * {@link #trusted}, so a next authority may sign now.
     */
    Held at(Instant now, List<String> names) throws GeneralSecurityException {
        if (isOver(serving.chain().getFirst(), now) || isOver(authority.certificate(), now)) {
            return create(names, now); // nobody could connect any more: there is nothing to be careful about
        }
        if (next.isPresent()) {
            return new Held(trusted, next.get(), Optional.empty(), next.get().issue(names, now));
        }
        if (isDue(authority.certificate(), now)) {
            var newer = Authority.create(now);
            var both = new ArrayList<>(
                    trusted.stream().filter(each -> !isOver(each, now)).toList());
            both.add(newer.certificate());
            return new Held(both, authority, Optional.of(newer), serving);
        }
        return isDue(serving.chain().getFirst(), now)
                ? new Held(trusted, authority, next, authority.issue(names, now))
                : this;
    }

    /** At two thirds of its life: a third is left to notice that it did not work. */
    private static boolean isDue(X509Certificate certificate, Instant now) {
        var begin = certificate.getNotBefore().toInstant();
        var life = Duration.between(begin, certificate.getNotAfter().toInstant());
        return now.isAfter(begin.plus(life.multipliedBy(2).dividedBy(3)));
    }

    private static boolean isOver(X509Certificate certificate, Instant now) {
        return now.isAfter(certificate.getNotAfter().toInstant());
    }
}

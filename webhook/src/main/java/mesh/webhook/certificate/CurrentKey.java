package mesh.webhook.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * One key for every name, replaced whole. A handshake asks three times, by an alias: for that long it keeps the key that it
 * was given first.
 */
final class CurrentKey extends X509ExtendedKeyManager {
    private static final Pair NONE = new Pair(null, List.of());

    private volatile Keys keys = new Keys(0, NONE, NONE);

    /** A key, and its certificate with those that signed it. */
    record Pair(PrivateKey key, List<X509Certificate> chain) {}

    /** The current one, whose number is its alias, and the one before it. */
    private record Keys(int number, Pair current, Pair before) {
        Pair named(String alias) {
            return alias.equals(String.valueOf(number)) ? current : before;
        }
    }

    synchronized void replace(Pair newer) {
        keys = new Keys(keys.number + 1, newer, keys.current);
    }

    private String alias(String keyType) {
        var now = keys;
        return now.current.key() != null && now.current.key().getAlgorithm().equals(keyType)
                ? String.valueOf(now.number)
                : null;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        var alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return keys.named(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keys.named(alias).key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null; // it never is a client
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}

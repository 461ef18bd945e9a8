package mesh.bench.rig;

/**
 * The few rules that every peer gets, in iptables-restore's language. What the proxy's own user sends is left alone,
 * else its connections would come back to it.
 */
public final class Redirect {
    static final int PROXY_UID = 1337;

    private static final String RULES = """
            *nat
            -A OUTPUT -p tcp -m owner --uid-owner %d -j RETURN
            -A OUTPUT -o lo -j RETURN
            -A OUTPUT -p tcp -j REDIRECT --to-ports %d
            -A PREROUTING -p tcp -j REDIRECT --to-ports %d
            COMMIT
            """.formatted(PROXY_UID, Subject.OUTBOUND, Subject.INBOUND);

    private Redirect() {}

    public static String rules() {
        return RULES;
    }
}

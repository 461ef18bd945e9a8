package mesh.proxy.http1.differential;

/** Where we knowingly differ from the rule, and why. */
final class Exceptions {
    private Exceptions() {}

    /** Why we accept what the others disagree on; null when there is no reason. */
    static String acceptedByUs(Case it) {
        return null;
    }

    /** Why we refuse what the others all accept; null when there is no reason. */
    static String refusedByUsAlone(Case it) {
        return null;
    }
}

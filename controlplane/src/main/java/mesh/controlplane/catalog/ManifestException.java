package mesh.controlplane.catalog;

/** A manifest that cannot be used. The message says which field, why, and what is accepted. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    /** @param line counted from 1 */
    ManifestException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    public int line() {
        return line;
    }
}

package mesh.bench.rig;

/** A peer is not on this machine; the message says how to get it. */
public final class MissingPeerException extends Exception {
    private static final long serialVersionUID = 1;

    public MissingPeerException(String message) {
        super(message);
    }
}

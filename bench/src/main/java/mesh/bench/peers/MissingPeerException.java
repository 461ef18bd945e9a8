package mesh.bench.peers;

/** A peer is not on this machine; the message says how to get it. */
final class MissingPeerException extends Exception {
    private static final long serialVersionUID = 1;

    MissingPeerException(String message) {
        super(message);
    }
}

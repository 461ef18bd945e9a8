package mesh.proxy.http;

import java.util.Set;
import mesh.proxy.http1.BodyFraming;
import mesh.proxy.http1.RequestHead;

/** Whether a request may be tried once more. Never twice for a server that may have acted on it, and never for long. */
final class Retries {
    private static final int MOST_TRIES = 3;

    /** RFC 9110, section 9.2.2: doing them twice is the same as once. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final boolean repeatable;
    private int tries = 1;
    private boolean raced;

    Retries(RequestHead request) {
        // A body is not kept, so a request that has one can be sent once.
        this.repeatable = request.framing() instanceof BodyFraming.None && isIdempotent(request);
    }

    private static boolean isIdempotent(RequestHead request) {
        return request.methodIs("GET") || IDEMPOTENT.contains(request.method().toString());
    }

    /** Nothing was sent: trying elsewhere is always safe. */
    boolean afterFailedConnect() {
        return again();
    }

    /**
     * A connection that had waited in the pool died before a byte of the answer: the server closed it while our
     * request was on its way, and did not read it. RFC 9112, section 9.3.1; once only, on a new connection.
     */
    boolean afterIdleRace() {
        if (!repeatable || raced) {
            return false;
        }
        raced = true;
        return true;
    }

    /** The server failed, or says that it cannot now; to be paid from the retry budget. */
    boolean afterFailure() {
        return repeatable && again();
    }

    private boolean again() {
        if (tries == MOST_TRIES) {
            return false;
        }
        tries++;
        return true;
    }

    /** How many endpoints were tried, this one included. */
    int tries() {
        return tries;
    }
}

package mesh.controlplane.kubernetes;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * What the API server said to a patch.
 *
 * @param code of HTTP; 0: there was no answer
 * @param retryAfter when it wants to be asked again
 * @param reason for people; empty: it is done
 */
record Answer(int code, Optional<Duration> retryAfter, String reason) {
    private static final int TOO_MANY_REQUESTS = 429; // RFC 6585, section 4

    /** Whom a failure concerns: a retry of anything within that waits. */
    enum Scope {
        OBJECT,
        KIND,
        ALL
    }

    static Answer none(String reason) {
        return new Answer(0, Optional.empty(), reason);
    }

    boolean isGood() {
        return code >= 200 && code < 300;
    }

    /** Somebody else wrote since we read. */
    boolean isConflict() {
        return code == HttpURLConnection.HTTP_CONFLICT;
    }

    Scope scope() {
        return switch (code) {
            case 0, HttpURLConnection.HTTP_UNAUTHORIZED, TOO_MANY_REQUESTS -> Scope.ALL;
            case HttpURLConnection.HTTP_FORBIDDEN -> Scope.KIND; // a role allows or does not allow a resource
            default -> code >= HttpURLConnection.HTTP_INTERNAL_ERROR ? Scope.ALL : Scope.OBJECT;
        };
    }
}

package mesh.linux;

import java.io.IOException;

/** The kernel could not tell where an intercepted connection was heading; the message says why and what to do. */
public final class InterceptionException extends IOException {
    private static final long serialVersionUID = 1;

    InterceptionException(String message, Throwable cause) {
        super(message, cause);
    }
}

package mesh.proxy.listener;

import java.io.IOException;

/** The upstream could not be reached; the message says which, and why. */
final class ConnectException extends IOException {
    private static final long serialVersionUID = 1;

    ConnectException(String message, IOException cause) {
        super(message, cause);
    }
}

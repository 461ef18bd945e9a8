package mesh.proxy.upstream;

import java.io.IOException;

/** The upstream could not be reached; the message says which, and why. */
public final class ConnectException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param cause null when nobody was even tried */
    public ConnectException(String message, IOException cause) {
        super(message, cause);
    }
}

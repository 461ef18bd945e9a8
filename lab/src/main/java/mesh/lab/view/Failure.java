package mesh.lab.view;

import java.io.IOException;

/** Something did not work; the message says what, where, why and what to do, and is all that a person gets to see. */
public final class Failure extends IOException {
    private static final long serialVersionUID = 1;

    public Failure(String message) {
        super(message);
    }

    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}

package mesh.proxy.relay;

import java.io.IOException;

/** Nothing moved for longer than configured. */
final class StalledException extends IOException {
    private static final long serialVersionUID = 1;

    StalledException(String message) {
        super(message);
    }
}

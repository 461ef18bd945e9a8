package mesh.linux;

import java.io.IOException;

/** Another program has the queue: a number has one owner in a network namespace. The message names it. */
public final class QueueInUseException extends IOException {
    private static final long serialVersionUID = 1;

    QueueInUseException(String message) {
        super(message);
    }
}

package mesh.lab;

import java.io.IOException;

/** The command needs a mesh, and there is none. */
final class NotUp extends IOException {
    private static final long serialVersionUID = 1;

    NotUp(String message) {
        super(message);
    }
}

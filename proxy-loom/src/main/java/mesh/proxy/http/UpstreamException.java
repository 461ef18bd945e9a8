package mesh.proxy.http;

import java.io.IOException;

/** The server broke off, was reset, or made no progress in time. */
final class UpstreamException extends IOException {
    private static final long serialVersionUID = 1;

    UpstreamException(IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}

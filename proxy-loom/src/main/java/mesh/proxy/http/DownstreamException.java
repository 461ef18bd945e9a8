package mesh.proxy.http;

import java.io.IOException;

/** The client broke off, was reset, or made no progress in time. */
final class DownstreamException extends IOException {
    private static final long serialVersionUID = 1;

    DownstreamException(IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}

package mesh.proxy.http;

import java.io.IOException;

/** Which of a connection's two peers broke off: a client that went away needs no answer, a server's failure does. */
enum Side {
    DOWNSTREAM {
        @Override
        IOException failed(IOException cause) {
            return cause instanceof DownstreamException ? cause : new DownstreamException(cause);
        }
    },
    UPSTREAM {
        @Override
        IOException failed(IOException cause) {
            return cause instanceof UpstreamException ? cause : new UpstreamException(cause);
        }
    };

    /** The same failure, saying whose it is. */
    abstract IOException failed(IOException cause);
}

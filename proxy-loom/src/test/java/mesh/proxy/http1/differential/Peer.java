package mesh.proxy.http1.differential;

import java.io.IOException;

/** Somebody who reads HTTP/1.1. */
interface Peer extends AutoCloseable {
    Reading read(Case it) throws IOException;

    @Override
    void close() throws IOException;
}

package mesh.proxy.detect;

import java.nio.ByteBuffer;

/** What the first bytes of a connection look like. */
public sealed interface Detection {
    /** Several answers are still possible. */
    record NeedsMore() implements Detection {}

    /** A TLS client begins its handshake. */
    record Tls(ClientHello hello) implements Detection {}

    /** HTTP/1: from here on it is held to RFC 9112, and refused if it breaks it. */
    record Http1() implements Detection {}

    /** The preface of HTTP/2 with prior knowledge: RFC 9113, section 3.4. */
    record Http2() implements Detection {}

    /** Nothing that we know: bytes to be relayed as they are. */
    record Opaque() implements Detection {}

    /**
     * Looks at the bytes from the buffer's position to its limit, which must be the first of the connection, and leaves
     * both where they are. More bytes never turn an answer into another, but for {@link NeedsMore}.
     */
    static Detection of(ByteBuffer first) {
        if (!first.hasRemaining()) {
            return new NeedsMore();
        }
        return switch (ClientHello.look(first)) {
            case ClientHello.Look.NeedsMore() -> new NeedsMore();
            case ClientHello.Look.Found(var hello) -> new Tls(hello);
            case ClientHello.Look.Not() -> FirstLine.look(first);
        };
    }
}

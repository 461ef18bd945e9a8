package mesh.proxy.detect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a TLS client asks for before anything is encrypted: RFC 8446, section 4.1.2.
 *
 * @param serverName the host_name of server_name (RFC 6066, section 3), in lower case
 * @param protocols those of ALPN (RFC 7301), in the client's order
 */
public record ClientHello(Optional<String> serverName, List<String> protocols) {
    /** What first bytes are. */
    public sealed interface Look {
        /** A ClientHello so far; the rest is missing. */
        record NeedsMore() implements Look {}

        /** Complete, or complete enough to know what matters here. */
        record Found(ClientHello hello) implements Look {}

        /** Something else, or a broken one. */
        record Not() implements Look {}
    }

    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;

    /** Looks at the bytes from position to limit and moves neither. */
    public static Look look(ByteBuffer first) {
        try {
            return new Look.Found(read(new HandshakeBytes(first)));
        } catch (HandshakeBytes.Missing e) {
            return new Look.NeedsMore();
        } catch (HandshakeBytes.Broken e) {
            return new Look.Not();
        }
    }

    private static ClientHello read(HandshakeBytes bytes) throws HandshakeBytes.Missing, HandshakeBytes.Broken {
        bytes.expect(1); // client_hello
        bytes.enter(bytes.number(3));
        bytes.skip(2 + 32); // legacy_version, random
        bytes.skip(bytes.number(1)); // legacy_session_id
        bytes.skip(bytes.number(2)); // cipher_suites
        bytes.skip(bytes.number(1)); // legacy_compression_methods
        if (bytes.left() == 0) {
            return new ClientHello(Optional.empty(), List.of()); // before TLS 1.2 there need be no extensions
        }
        return extensions(bytes);
    }

    private static ClientHello extensions(HandshakeBytes bytes) throws HandshakeBytes.Missing, HandshakeBytes.Broken {
        Optional<String> serverName = Optional.empty();
        List<String> protocols = List.of();
        for (int left = bytes.number(2); left > 0; ) {
            int type = bytes.number(2);
            int length = bytes.number(2);
            left -= 4 + length;
            switch (type) {
                case SERVER_NAME -> serverName = serverName(bytes, length);
                case ALPN -> protocols = protocols(bytes, length);
                default -> bytes.skip(length);
            }
        }
        return new ClientHello(serverName, protocols);
    }

    private static Optional<String> serverName(HandshakeBytes bytes, int length)
            throws HandshakeBytes.Missing, HandshakeBytes.Broken {
        int list = bytes.number(2);
        bytes.expect(0); // host_name: no other kind was ever defined
        int name = bytes.number(2);
        if (list != length - 2 || name != list - 3 || name == 0) {
            throw new HandshakeBytes.Broken();
        }
        return Optional.of(hostName(bytes.take(name)));
    }

    private static String hostName(byte[] name) throws HandshakeBytes.Broken {
        for (byte octet : name) {
            if (octet <= ' ' || octet == 0x7F) {
                throw new HandshakeBytes.Broken(); // RFC 6066: ASCII, A-labels for the rest
            }
        }
        return new String(name, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }

    private static List<String> protocols(HandshakeBytes bytes, int length)
            throws HandshakeBytes.Missing, HandshakeBytes.Broken {
        var protocols = new ArrayList<String>();
        int left = bytes.number(2);
        if (left != length - 2) {
            throw new HandshakeBytes.Broken();
        }
        while (left > 0) {
            var name = bytes.take(bytes.number(1));
            left -= 1 + name.length;
            protocols.add(new String(name, StandardCharsets.ISO_8859_1));
        }
        return List.copyOf(protocols);
    }
}

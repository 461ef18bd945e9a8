package mesh.linux;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names of network interfaces: they belong to a namespace, so what counts is where the calling thread is. */
public final class Interfaces {
    private Interfaces() {}

    /** The name behind an index; empty when this namespace has no such interface (any more). */
    public static Optional<String> name(int index) {
        var name = new byte[LibC.IF_NAMESIZE];
        if (index == 0 || LibC.if_indextoname(index, name) == null) {
            return Optional.empty();
        }
        return Optional.of(new String(name, 0, length(name), StandardCharsets.US_ASCII));
    }

    private static int length(byte[] name) {
        int length = 0;
        while (name[length] != 0) {
            length++;
        }
        return length;
    }
}

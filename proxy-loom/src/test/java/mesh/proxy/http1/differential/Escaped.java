package mesh.proxy.http1.differential;

import java.util.stream.Collectors;

/** Bytes as one can print them. */
final class Escaped {
    private Escaped() {}

    static String of(String text) {
        return text.chars().mapToObj(Escaped::of).collect(Collectors.joining());
    }

    private static String of(int octet) {
        return switch (octet) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> octet < 0x20 || octet >= 0x7F ? "\\x%02x".formatted(octet) : Character.toString(octet);
        };
    }
}

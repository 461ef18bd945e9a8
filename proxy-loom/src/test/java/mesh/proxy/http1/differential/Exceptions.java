package mesh.proxy.http1.differential;

import java.util.Map;

/** Where we knowingly differ from the rule, by how the case's name starts, and why. */
final class Exceptions {
    private static final String NO_HOST =
            "RFC 9110, section 7.2: not a host; sub-delims and escapes are in no host name";
    private static final String EXTENSION = "RFC 9112, section 7.1.1: an extension holds no controls";
    private static final String NO_SPACE = "RFC 9112, section 7.1: whitespace only stands before an extension";
    private static final String NOT_A_TRAILER = "RFC 9110, section 6.5.1: framing and routing are no trailers";

    /** The message has one reading; who refuses it has no use for it, or is stricter than the RFC. */
    private static final Map<String, String> ACCEPTED = Map.of(
            "OPTIONS *", "RFC 9112, section 3.2.4: nginx does not pass it on",
            "TRACE",
                    "RFC 9110, section 9.3.8: nginx does not pass it on, for what it could reveal; a mesh is no judge of that",
            "CONNECT", "RFC 9110, section 9.3.6: nginx is no forward proxy; HAProxy leaves the port out of Host",
            "method in small letters", "RFC 9110, section 9.1: methods are tokens; nginx knows capitals only",
            "before the request: \\r\\n", "RFC 9112, section 2.2: one empty line SHOULD be ignored; h11 does not",
            "before the next request: \\r\\n", "RFC 9112, section 2.2: one empty line SHOULD be ignored; h11 does not");

    /** Others are lenient where the grammar is not, or where we have a limit. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry(
                    "line end: LF after",
                    "RFC 9112, section 2.2: LF alone MAY be a line's end; in chunk lines it is not agreed"),
            Map.entry("line end: FFCRLF after chunk size", EXTENSION),
            Map.entry("chunk size: 5;\\x00", EXTENSION),
            Map.entry("line end: SPCRLF after last chunk", NO_SPACE),
            Map.entry("line end: TABCRLF after last chunk", NO_SPACE),
            Map.entry("chunk size: 5 ", NO_SPACE),
            Map.entry("last chunk: 0 ", NO_SPACE),
            Map.entry("chunk size: 00000000000000000005", "our limit: 16 digits say all that 63 bits can"),
            Map.entry("chunk extension: 300 bytes", "our limit: 256 bytes a chunk-size line"),
            Map.entry(
                    "trailer: X-Test: 1\\r\\n 2",
                    "RFC 9112, section 5.2: folding is obsolete, and refused in headers too"),
            Map.entry("trailer: Content-Length", NOT_A_TRAILER),
            Map.entry("trailer: Transfer-Encoding", NOT_A_TRAILER),
            Map.entry("trailer: Host", NOT_A_TRAILER),
            Map.entry(
                    "header: X-Test: \\x", "RFC 9110, section 5.5: controls in values are invalid and may be refused"),
            Map.entry("line end: NELCRLF after Host", NO_HOST),
            Map.entry("Host: NEL", NO_HOST),
            Map.entry("Host: NBSP", NO_HOST),
            Map.entry("Host: comma", NO_HOST),
            Map.entry("Host: quote", NO_HOST),
            Map.entry("Host: semicolon", NO_HOST),
            Map.entry("host: ", NO_HOST));

    private Exceptions() {}

    /** Why we accept what the others do not agree on; null when there is no reason. */
    static String acceptedByUs(Case it) {
        return ACCEPTED.get(it.name());
    }

    /** Why we refuse what all others accept; null when there is no reason. */
    static String refusedByUsAlone(Case it) {
        return REFUSED.entrySet().stream()
                .filter(entry -> it.name().startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}

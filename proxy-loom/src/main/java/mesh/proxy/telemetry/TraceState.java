package mesh.proxy.telemetry;

import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code tracestate}: what other tracing systems want to find again. We add nothing to it.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-1/#tracestate-header">Trace Context, section 3.3</a>
 */
final class TraceState {
    private static final int MEMBERS = 32;
    private static final Pattern KEY =
            Pattern.compile("[a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13}");

    /** Printable but for comma and equals sign, and no space at its end, which was trimmed already. */
    private static final Pattern VALUE = Pattern.compile("[ -+\\--<>-~]{1,256}");

    private TraceState() {}

    /** The members as they came, without the empty ones; nothing when a member breaks the rules: all is dropped then. */
    static Optional<String> parse(String header) {
        var members = new StringBuilder(header.length());
        var keys = new HashSet<String>();
        for (var part : header.split(",")) {
            var member = part.strip();
            if (member.isEmpty()) {
                continue;
            }
            int equals = member.indexOf('=');
            if (equals < 0
                    || !KEY.matcher(member.substring(0, equals)).matches()
                    || !VALUE.matcher(member.substring(equals + 1)).matches()
                    || !keys.add(member.substring(0, equals))
                    || keys.size() > MEMBERS) {
                return Optional.empty();
            }
            members.append(members.isEmpty() ? "" : ",").append(member);
        }
        return Optional.of(members.toString());
    }
}

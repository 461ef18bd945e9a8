package mesh.proxy.route;

import mesh.proto.v1.PathMatch;
import mesh.proxy.http1.Slice;

/**
 * Which paths a match is about: HTTPPathMatch of the Gateway API. A path is compared as it was written, escapes and
 * all: what two readers could read differently must not be routed by one reading.
 */
sealed interface PathMatching {
    record Whole(TextMatch match) implements PathMatching {
        @Override
        public boolean holds(Slice path) {
            return match.holds(path);
        }
    }

    /** Element by element: {@code /api} is a prefix of {@code /api/x}, not of {@code /apix}; no slash at its end. */
    record Prefix(String prefix) implements PathMatching {
        @Override
        public boolean holds(Slice path) {
            if (prefix.isEmpty()) {
                return true;
            }
            return path.startsWith(prefix) && (path.length() == prefix.length() || path.at(prefix.length()) == '/');
        }
    }

    boolean holds(Slice path);

    static PathMatching of(PathMatch path) {
        return switch (path.getKindCase()) {
            case EXACT -> new Whole(new TextMatch.Exact(path.getExact()));
            case REGEX -> new Whole(TextMatch.regex(path.getRegex()));
            case PREFIX -> new Prefix(withoutSlash(path.getPrefix()));
            case KIND_NOT_SET -> new Prefix("");
        };
    }

    private static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }
}

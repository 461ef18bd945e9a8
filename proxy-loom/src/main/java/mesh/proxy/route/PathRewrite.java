package mesh.proxy.route;

import mesh.proto.v1.PathChange;
import mesh.proxy.http1.Slice;

/**
 * Another path: HTTPPathModifier of the Gateway API.
 *
 * @param replaced the prefix that is replaced, without a slash at its end; null: all of the path is
 * @param by what takes its place, likewise
 */
record PathRewrite(String replaced, String by) {
    /** @param matchedPrefix of the match that chose the rule */
    static PathRewrite of(PathChange change, String matchedPrefix) {
        return switch (change.getKindCase()) {
            case FULL -> new PathRewrite(null, change.getFull());
            case PREFIX -> new PathRewrite(withoutSlash(matchedPrefix), withoutSlash(change.getPrefix()));
            case KIND_NOT_SET -> throw new IllegalArgumentException("a path change that says neither full nor prefix");
        };
    }

    private static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    String apply(Slice path) {
        if (replaced == null) {
            return by;
        }
        var rest = path.toString().substring(Math.min(replaced.length(), path.length()));
        var changed = by + rest;
        return changed.startsWith("/") ? changed : "/" + changed;
    }

    /** The same with the query of the request behind it. */
    String applyWithQuery(Slice path, Slice query) {
        return query == null ? apply(path) : apply(path) + "?" + query;
    }
}

package mesh.proxy.route;

import java.util.List;
import mesh.proto.v1.HttpMatch;
import mesh.proto.v1.NamedMatch;
import mesh.proxy.http1.HeaderName;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.Slice;
import mesh.proxy.http1.TargetForm;

/**
 * Which requests a rule is about: HTTPRouteMatch of the Gateway API. All that is said must hold.
 *
 * @param method empty: any
 */
record RequestMatch(PathMatching path, List<HeaderMatch> headers, List<QueryMatch> query, String method) {
    /** Of a name that occurs more than once, one value must match. */
    record HeaderMatch(HeaderName name, TextMatch value) {
        boolean holds(RequestHead request) {
            var fields = request.fields();
            for (int field = fields.find(name); field >= 0; field = fields.find(name, field + 1)) {
                if (value.holds(fields.value(field))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Of a name that occurs more than once, the first value counts. */
    record QueryMatch(String name, TextMatch value) {
        boolean holds(Slice query) {
            var found = query == null ? null : parameter(query);
            return found != null && value.holds(found);
        }

        private Slice parameter(Slice query) {
            for (int from = 0; from <= query.length(); ) {
                int end = next(query, '&', from, query.length());
                int equals = next(query, '=', from, end);
                if (query.part(from, equals).is(name)) {
                    return query.part(Math.min(equals + 1, end), end);
                }
                from = end + 1;
            }
            return null;
        }

        private static int next(Slice query, char wanted, int from, int end) {
            for (int i = from; i < end; i++) {
                if (query.at(i) == wanted) {
                    return i;
                }
            }
            return end;
        }
    }

    private static final Slice ROOT = Slice.of("/");

    static final RequestMatch EVERY = new RequestMatch(new PathMatching.Prefix(""), List.of(), List.of(), "");

    static RequestMatch of(HttpMatch match) {
        return new RequestMatch(
                match.hasPath() ? PathMatching.of(match.getPath()) : EVERY.path,
                match.getHeadersList().stream()
                        .map(header -> new HeaderMatch(HeaderName.of(header.getName()), text(header)))
                        .toList(),
                match.getQueryParamsList().stream()
                        .map(parameter -> new QueryMatch(parameter.getName(), text(parameter)))
                        .toList(),
                match.getMethod());
    }

    private static TextMatch text(NamedMatch match) {
        return switch (match.getKindCase()) {
            case EXACT -> new TextMatch.Exact(match.getExact());
            case REGEX -> TextMatch.regex(match.getRegex());
            case KIND_NOT_SET ->
                throw new IllegalArgumentException("the match of " + match.getName() + " says no value");
        };
    }

    boolean holds(RequestHead request) {
        return (method.isEmpty() || request.methodIs(method))
                && path.holds(pathOf(request))
                && headersHold(request)
                && queryHolds(request);
    }

    /** {@code GET http://app-b} asks for {@code /}: RFC 9110, section 4.2.3. */
    private static Slice pathOf(RequestHead request) {
        var path = request.path();
        return path.length() == 0 && request.form() == TargetForm.ABSOLUTE ? ROOT : path;
    }

    private boolean headersHold(RequestHead request) {
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.get(i).holds(request)) {
                return false;
            }
        }
        return true;
    }

    private boolean queryHolds(RequestHead request) {
        for (int i = 0; i < query.size(); i++) {
            if (!query.get(i).holds(request.query())) {
                return false;
            }
        }
        return true;
    }
}

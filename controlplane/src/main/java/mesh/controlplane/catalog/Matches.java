package mesh.controlplane.catalog;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import mesh.proto.v1.HttpMatch;
import mesh.proto.v1.NamedMatch;
import mesh.proto.v1.PathMatch;

/** Reads what an HTTPRoute's rule asks of a request. */
final class Matches {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private enum Kind {
        EXACT,
        PREFIX,
        REGEX
    }

    private static final Map<String, Kind> PATH_KINDS =
            Map.of("Exact", Kind.EXACT, "PathPrefix", Kind.PREFIX, "RegularExpression", Kind.REGEX);
    private static final Map<String, Kind> VALUE_KINDS = Map.of("Exact", Kind.EXACT, "RegularExpression", Kind.REGEX);

    private Matches() {}

    static HttpMatch read(Fields fields) throws ManifestException {
        var match = HttpMatch.newBuilder();
        var path = fields.fields("path");
        if (path.isPresent()) {
            match.setPath(path(path.get()));
        }
        match.addAllHeaders(named(fields.list("headers"), name -> name.toLowerCase(Locale.ROOT)));
        match.addAllQueryParams(named(fields.list("queryParams"), UnaryOperator.identity()));
        var method = fields.text("method").orElse("");
        if (!method.isEmpty() && !METHODS.contains(method)) {
            throw fields.error("method", "'" + method + "' is none of HTTP's, such as GET or POST");
        }
        fields.done();
        return match.setMethod(method).build();
    }

    private static PathMatch path(Fields fields) throws ManifestException {
        var kind = fields.oneOf("type", PATH_KINDS).orElse(Kind.PREFIX);
        var value = fields.text("value").orElse("/");
        fields.done();
        if (kind != Kind.REGEX && !value.startsWith("/")) {
            throw fields.error("value", "'" + value + "' must start with '/'");
        }
        return switch (kind) {
            case EXACT -> PathMatch.newBuilder().setExact(value).build();
            case PREFIX -> PathMatch.newBuilder().setPrefix(value).build();
            case REGEX -> PathMatch.newBuilder().setRegex(regex(fields, value)).build();
        };
    }

    /**
     * Of entries with the same name the first counts, as the API says.
     *
     * @param spelling names are the same when this makes them so
     */
    private static List<NamedMatch> named(List<Fields> list, UnaryOperator<String> spelling) throws ManifestException {
        var matches = new LinkedHashMap<String, NamedMatch>();
        for (var fields : list) {
            var match = NamedMatch.newBuilder().setName(fields.requiredText("name"));
            var value = fields.text("value").orElse("");
            if (fields.oneOf("type", VALUE_KINDS).orElse(Kind.EXACT) == Kind.EXACT) {
                match.setExact(value);
            } else {
                match.setRegex(regex(fields, value));
            }
            fields.done();
            matches.putIfAbsent(spelling.apply(match.getName()), match.build());
        }
        return List.copyOf(matches.values());
    }

    /** RE2's syntax, as in the proxy: what one of both refused would keep every proxy at its old version. */
    private static String regex(Fields fields, String value) throws ManifestException {
        try {
            return Pattern.compile(value).pattern();
        } catch (PatternSyntaxException e) {
            throw fields.error("value", "'" + value + "' is no regular expression: " + e.getDescription());
        }
    }
}

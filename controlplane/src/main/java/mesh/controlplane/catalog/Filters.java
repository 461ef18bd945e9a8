package mesh.controlplane.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import mesh.proto.v1.Header;
import mesh.proto.v1.HeaderFilter;
import mesh.proto.v1.HttpFilter;
import mesh.proto.v1.Mirror;
import mesh.proto.v1.PathChange;
import mesh.proto.v1.Redirect;
import mesh.proto.v1.Rewrite;

/** Reads what an HTTPRoute changes in requests and responses. */
final class Filters {
    /** Changed by a route, they would let one request be read as two. */
    private static final Set<String> NOT_TO_BE_CHANGED = Set.of(
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade");

    /** RFC 9110, section 5.6.2: token. */
    private static final Pattern HEADER_NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");

    /** RFC 9110, section 5.5, without obs-text; so no line end can be smuggled in. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    /** RFC 3986, section 3.3, as the proxy may write it into a request line. */
    private static final Pattern PATH = Pattern.compile("/[-A-Za-z0-9._~!$&'()*+,;=:@%/]*");

    /** The Gateway API's PreciseHostname. */
    private static final Pattern HOSTNAME =
            Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    private static final Map<String, Integer> REDIRECTS =
            Map.of("301", 301, "302", 302, "303", 303, "307", 307, "308", 308);

    private Filters() {}

    /** The {@code filters} of a rule or of a backend, in their order. */
    static List<HttpFilter> read(Fields parent, String ownNamespace) throws ManifestException {
        var filters = new ArrayList<HttpFilter>();
        for (var fields : parent.list("filters")) {
            filters.add(filter(fields, ownNamespace));
            fields.done();
        }
        return filters;
    }

    private static HttpFilter filter(Fields fields, String ownNamespace) throws ManifestException {
        var filter = HttpFilter.newBuilder();
        var type = fields.requiredText("type");
        return switch (type) {
            case "RequestHeaderModifier" ->
                filter.setRequestHeaders(headers(fields.requiredFields("requestHeaderModifier")))
                        .build();
            case "ResponseHeaderModifier" ->
                filter.setResponseHeaders(headers(fields.requiredFields("responseHeaderModifier")))
                        .build();
            case "RequestRedirect" ->
                filter.setRedirect(redirect(fields.requiredFields("requestRedirect")))
                        .build();
            case "URLRewrite" ->
                filter.setRewrite(rewrite(fields.requiredFields("urlRewrite"))).build();
            case "RequestMirror" ->
                filter.setMirror(mirror(fields.requiredFields("requestMirror"), ownNamespace))
                        .build();
            default ->
                throw fields.error(
                        "type",
                        "'" + type + "' is not accepted; write one of RequestHeaderModifier, ResponseHeaderModifier,"
                                + " RequestRedirect, URLRewrite, RequestMirror");
        };
    }

    private static HeaderFilter headers(Fields fields) throws ManifestException {
        var filter = HeaderFilter.newBuilder();
        for (var header : fields.list("set")) {
            filter.addSet(header(header));
        }
        for (var header : fields.list("add")) {
            filter.addAdd(header(header));
        }
        for (var name : fields.texts("remove")) {
            filter.addRemove(headerName(fields, "remove", name));
        }
        fields.done();
        return filter.build();
    }

    private static Header header(Fields fields) throws ManifestException {
        var name = headerName(fields, "name", fields.requiredText("name"));
        var value = fields.text("value").orElse("");
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw fields.error("value", "has characters that a header cannot carry");
        }
        fields.done();
        return Header.newBuilder().setName(name).setValue(value).build();
    }

    private static String headerName(Fields fields, String field, String name) throws ManifestException {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw fields.error(field, "'" + name + "' is no header name");
        }
        if (NOT_TO_BE_CHANGED.contains(name.toLowerCase(Locale.ROOT))) {
            throw fields.error(field, "'" + name + "' says where a message ends, or concerns one connection only");
        }
        return name;
    }

    private static Redirect redirect(Fields fields) throws ManifestException {
        var redirect = Redirect.newBuilder()
                .setScheme(fields.oneOf("scheme", Map.of("http", "http", "https", "https"))
                        .orElse(""))
                .setHostname(hostname(fields))
                .setPort(fields.number("port", 1, 65535).orElse(0))
                .setStatus(fields.oneOf("statusCode", REDIRECTS).orElse(302));
        path(fields).ifPresent(redirect::setPath);
        fields.done();
        return redirect.build();
    }

    private static Rewrite rewrite(Fields fields) throws ManifestException {
        var rewrite = Rewrite.newBuilder().setHostname(hostname(fields));
        path(fields).ifPresent(rewrite::setPath);
        fields.done();
        return rewrite.build();
    }

    private static Optional<PathChange> path(Fields parent) throws ManifestException {
        var fields = parent.fields("path");
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        boolean full = fields.get()
                .oneOf("type", Map.of("ReplaceFullPath", true, "ReplacePrefixMatch", false))
                .orElseThrow(() -> fields.get().error("type", "is missing"));
        var change = full
                ? PathChange.newBuilder().setFull(path(fields.get(), "replaceFullPath"))
                : PathChange.newBuilder().setPrefix(prefix(fields.get()));
        fields.get().done();
        return Optional.of(change.build());
    }

    private static String path(Fields fields, String field) throws ManifestException {
        var path = fields.requiredText(field);
        if (!PATH.matcher(path).matches()) {
            throw fields.error(field, "'" + path + "' is no path: it begins with '/' and has no query or spaces");
        }
        return path;
    }

    /** An empty one takes the prefix away. */
    private static String prefix(Fields fields) throws ManifestException {
        var field = "replacePrefixMatch";
        return fields.text(field).filter(String::isEmpty).isPresent() ? "" : path(fields, field);
    }

    private static String hostname(Fields fields) throws ManifestException {
        var name = fields.text("hostname").orElse("");
        if (!name.isEmpty() && !HOSTNAME.matcher(name).matches()) {
            throw fields.error("hostname", "'" + name + "' is no host's name: lower-case letters, digits, '-' and '.'");
        }
        return name;
    }

    private static Mirror mirror(Fields fields, String ownNamespace) throws ManifestException {
        var reference = fields.requiredFields("backendRef");
        var backend = RouteManifest.backend(reference, ownNamespace).build();
        reference.done();
        var percent = fields.number("percent", 0, 100);
        var fraction = fields.fields("fraction");
        if (percent.isPresent() && fraction.isPresent()) {
            throw fields.error("fraction", "and percent exclude each other");
        }
        double share = fraction.isPresent() ? fraction(fraction.get()) : percent.orElse(100) / 100.0;
        fields.done();
        return Mirror.newBuilder().setBackend(backend).setFraction(share).build();
    }

    private static double fraction(Fields fields) throws ManifestException {
        int numerator = fields.requiredNumber("numerator", 0, Integer.MAX_VALUE);
        int denominator = fields.number("denominator", 1, Integer.MAX_VALUE).orElse(100);
        fields.done();
        if (numerator > denominator) {
            throw fields.error("numerator", "is above the denominator " + denominator);
        }
        return (double) numerator / denominator;
    }
}

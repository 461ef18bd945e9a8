package mesh.sample;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Parameters of a request, checked. */
final class Query {
    private Query() {}

    /** A text as it stands. */
    static String text(URI uri, String name, String unset) {
        for (var parameter : (uri.getRawQuery() == null ? "" : uri.getRawQuery()).split("&")) {
            if (parameter.startsWith(name + "=")) {
                return URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return unset;
    }

    /** A whole number. @throws IllegalArgumentException naming it, its value and the accepted range */
    static int number(URI uri, String name, int unset, int min, int max) {
        for (var parameter : (uri.getRawQuery() == null ? "" : uri.getRawQuery()).split("&")) {
            if (parameter.startsWith(name + "=")) {
                return number(name + "=", parameter.substring(name.length() + 1), min, max);
            }
        }
        return unset;
    }

    static int number(String what, String value, int min, int max) {
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < min || Integer.parseInt(value) > max) {
            throw new IllegalArgumentException(
                    "%s%s is not a whole number from %d to %d".formatted(what, value, min, max));
        }
        return Integer.parseInt(value);
    }

    /** Everything after {@code name=}, so that a path may carry its own query: {@code /call?path=/slow?ms=200}. */
    static String rest(URI uri, String name, String unset) {
        var query = uri.getRawQuery();
        if (query == null || query.isEmpty()) {
            return unset;
        }
        if (!query.startsWith(name + "=")) {
            throw new IllegalArgumentException("?" + query + " is not understood here; ?" + name + "=/… is");
        }
        return URLDecoder.decode(query.substring(name.length() + 1), StandardCharsets.UTF_8);
    }
}

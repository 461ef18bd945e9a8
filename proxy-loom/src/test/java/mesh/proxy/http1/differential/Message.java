package mesh.proxy.http1.differential;

import java.util.Locale;

/**
 * One request as a peer understood it.
 *
 * @param test the value of X-Test; several joined by commas
 */
record Message(String method, String target, String host, String test, String body) {
    /** The same for who keeps an absolute target and who makes a path of it; host names have no case. */
    Message normal() {
        String path = target.replaceFirst("^(?i:https?)://[^/?]*", "");
        boolean bare = !path.equals(target) && !path.startsWith("/");
        return new Message(method, bare ? "/" + path : path, host.toLowerCase(Locale.ROOT), test, body);
    }

    @Override
    public String toString() {
        var text = method + " " + target + " host=" + host + " test=" + test + " body=" + body;
        return Escaped.of(text.length() > 200 ? text.substring(0, 200) + "..." : text);
    }
}

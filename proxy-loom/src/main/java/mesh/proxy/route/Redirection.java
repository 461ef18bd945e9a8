package mesh.proxy.route;

import mesh.proto.v1.Redirect;
import mesh.proxy.http1.RequestHead;

/**
 * Where a client is sent instead: HTTPRequestRedirectFilter of the Gateway API.
 *
 * @param host empty: as the request says
 * @param path null: as the request says
 * @param port 0: as the scheme says, or where the request came in
 */
record Redirection(String scheme, String host, PathRewrite path, int port, int status) {
    private static final int FOUND = 302;

    static Redirection of(Redirect redirect, String matchedPrefix) {
        return new Redirection(
                redirect.getScheme(),
                redirect.getHostname(),
                redirect.hasPath() ? PathRewrite.of(redirect.getPath(), matchedPrefix) : null,
                redirect.getPort(),
                redirect.getStatus() == 0 ? FOUND : redirect.getStatus());
    }

    /** @param servicePort where the request came in */
    Decision apply(RequestHead request, int servicePort) {
        var toScheme = scheme.isEmpty() ? "http" : scheme;
        var toHost = host.isEmpty() ? hostOf(request) : host;
        int wellKnown = toScheme.equals("https") ? 443 : 80;
        int toPort = port > 0 ? port : scheme.isEmpty() ? servicePort : wellKnown;
        var query = request.query() == null ? "" : "?" + request.query();
        var toPath = path == null ? request.path() + query : path.applyWithQuery(request.path(), request.query());
        return new Decision.Redirect(
                status, toScheme + "://" + toHost + (toPort == wellKnown ? "" : ":" + toPort) + toPath);
    }

    /** Without its port. */
    private static String hostOf(RequestHead request) {
        var authority = request.authority();
        var text = authority == null ? "" : authority.toString();
        int colon = text.lastIndexOf(':');
        return colon > text.lastIndexOf(']') ? text.substring(0, colon) : text;
    }
}

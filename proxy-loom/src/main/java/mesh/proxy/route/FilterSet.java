package mesh.proxy.route;

import java.util.ArrayList;
import java.util.List;
import mesh.proto.v1.HttpFilter;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.HeaderName;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.TargetForm;

/**
 * What one rule, and one of its backends, change in a request and in its answer. Header changes of the rule come
 * before those of the backend.
 *
 * @param host for the Host header; empty: as it is
 * @param path null: as it is
 */
public record FilterSet(List<HeaderChanges> onRequest, List<HeaderChanges> onResponse, String host, PathRewrite path) {
    public static final FilterSet NONE = new FilterSet(List.of(), List.of(), "", null);

    /** @param filters of the rule, then of the backend; redirects and mirrors are not looked at */
    static FilterSet of(List<HttpFilter> filters, String matchedPrefix) {
        var onRequest = new ArrayList<HeaderChanges>();
        var onResponse = new ArrayList<HeaderChanges>();
        var host = "";
        PathRewrite path = null;
        for (var filter : filters) {
            switch (filter.getFilterCase()) {
                case REQUEST_HEADERS -> onRequest.add(HeaderChanges.of(filter.getRequestHeaders()));
                case RESPONSE_HEADERS -> onResponse.add(HeaderChanges.of(filter.getResponseHeaders()));
                case REWRITE -> {
                    var rewrite = filter.getRewrite();
                    host = rewrite.getHostname().isEmpty() ? host : rewrite.getHostname();
                    path = rewrite.hasPath() ? PathRewrite.of(rewrite.getPath(), matchedPrefix) : path;
                }
                case REDIRECT, MIRROR, FILTER_NOT_SET -> {}
            }
        }
        boolean none = onRequest.isEmpty() && onResponse.isEmpty() && host.isEmpty() && path == null;
        return none ? NONE : new FilterSet(List.copyOf(onRequest), List.copyOf(onResponse), host, path);
    }

    /** @param head the request that {@code edits} is of */
    public void request(HeadEdits edits, RequestHead head) {
        if (!host.isEmpty()) {
            edits.set(HeaderName.HOST, host);
        }
        if (path != null && (head.form() == TargetForm.ORIGIN || head.form() == TargetForm.ABSOLUTE)) {
            edits.target(path.applyWithQuery(head.path(), head.query()));
        }
        for (var changes : onRequest) {
            changes.apply(edits);
        }
    }

    public void response(HeadEdits edits) {
        for (var changes : onResponse) {
            changes.apply(edits);
        }
    }
}

package mesh.proxy.route;

import java.util.List;
import mesh.proto.v1.HeaderFilter;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.HeaderName;

/** Headers to be set, added and removed: HTTPHeaderFilter of the Gateway API. */
record HeaderChanges(List<Header> set, List<Header> add, List<HeaderName> remove) {
    record Header(HeaderName name, String value) {}

    /** @throws IllegalArgumentException naming what cannot stand in a header */
    static HeaderChanges of(HeaderFilter filter) {
        return new HeaderChanges(
                headers(filter.getSetList()),
                headers(filter.getAddList()),
                filter.getRemoveList().stream().map(HeaderName::of).toList());
    }

    private static List<Header> headers(List<mesh.proto.v1.Header> headers) {
        return headers.stream()
                .map(header -> new Header(HeaderName.of(header.getName()), header.getValue()))
                .toList();
    }

    void apply(HeadEdits head) {
        for (var header : set) {
            head.set(header.name(), header.value());
        }
        for (var header : add) {
            head.add(header.name(), header.value());
        }
        for (var name : remove) {
            head.remove(name);
        }
    }
}

package mesh.controlplane.snapshot;

import java.util.function.Consumer;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.Problem;
import mesh.controlplane.catalog.RouteObject;
import mesh.proto.v1.Backend;
import mesh.proto.v1.HttpFilter;
import mesh.proto.v1.HttpRule;

/** Finds out which backends of routes exist. One that does not is marked, told of, and kept. */
final class Backends {
    private final CatalogState state;
    private final Consumer<Problem> problems;

    Backends(CatalogState state, Consumer<Problem> problems) {
        this.state = state;
        this.problems = problems;
    }

    RouteObject resolved(RouteObject route) {
        return new RouteObject(
                route.name(),
                route.created(),
                route.parents(),
                route.rules().stream().map(rule -> resolved(route, rule)).toList());
    }

    private HttpRule resolved(RouteObject route, HttpRule rule) {
        var resolved = rule.toBuilder();
        resolved.getBackendsBuilderList().forEach(backend -> {
            mark(route, backend);
            backend.getFiltersBuilderList().forEach(filter -> mark(route, filter));
        });
        resolved.getFiltersBuilderList().forEach(filter -> mark(route, filter));
        return resolved.build();
    }

    private void mark(RouteObject route, HttpFilter.Builder filter) {
        if (filter.hasMirror()) {
            mark(route, filter.getMirrorBuilder().getBackendBuilder());
        }
    }

    private void mark(RouteObject route, Backend.Builder backend) {
        var name = new ObjectName(backend.getNamespace(), backend.getService());
        var service = state.services().get(name);
        if (service == null) {
            mark(route, backend, "there is no Service " + name);
        } else if (service.ports().stream().noneMatch(port -> port.getNumber() == backend.getPort())) {
            mark(route, backend, "Service %s has no TCP port %d".formatted(name, backend.getPort()));
        }
    }

    private void mark(RouteObject route, Backend.Builder backend, String reason) {
        backend.setUnresolved(reason);
        problems.accept(new Problem(
                "HTTPRoute " + route.name(), 0, reason + "; its share of the requests is answered with 500"));
    }
}

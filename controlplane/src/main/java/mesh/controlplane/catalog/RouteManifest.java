package mesh.controlplane.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import mesh.proto.v1.Backend;
import mesh.proto.v1.HttpMatch;
import mesh.proto.v1.HttpRule;

/**
 * Reads an HTTPRoute as it is for meshes: its parents are Services. Matches and filters are read beside it.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/mesh/">Gateway API for meshes</a>
 */
final class RouteManifest {
    private static final int MAX_WEIGHT = 1_000_000; // as the API says

    private RouteManifest() {}

    static RouteObject read(Fields document) throws ManifestException {
        document.leave("status");
        var metadata = Metadata.of(document);
        var spec = document.requiredFields("spec");
        var parents = parents(spec, metadata.name().namespace());
        if (!parents.isEmpty() && !spec.texts("hostnames").isEmpty()) {
            throw spec.error("hostnames", "have no meaning for a Service: the address that was dialled decides");
        }
        spec.leave("hostnames"); // of a route for gateways only
        var rules = new ArrayList<HttpRule>();
        for (var rule : spec.list("rules")) {
            rules.add(rule(rule, metadata.name().namespace()));
        }
        spec.done();
        return new RouteObject(metadata.name(), metadata.created(), parents, rules);
    }

    /** One entry a Service; parents that are Gateways are somebody else's. */
    private static List<RouteObject.Parent> parents(Fields spec, String ownNamespace) throws ManifestException {
        var references = spec.list("parentRefs");
        if (references.isEmpty()) {
            throw spec.error("parentRefs", "is missing: which Service is this route for?");
        }
        var services = new LinkedHashMap<ObjectName, TreeSet<Integer>>();
        for (var reference : references) {
            boolean isService = reference.text("kind").orElse("Gateway").equals("Service");
            var name = new ObjectName(reference.text("namespace").orElse(ownNamespace), reference.requiredText("name"));
            int port = reference.number("port", 1, 65535).orElse(0); // 0: all
            if (isService) {
                reference.oneOf("group", Map.of("", true, "core", true));
                services.computeIfAbsent(name, absent -> new TreeSet<>()).add(port);
                reference.done();
            }
        }
        return services.entrySet().stream()
                .map(service -> new RouteObject.Parent(
                        service.getKey(), service.getValue().contains(0) ? new TreeSet<>() : service.getValue()))
                .toList();
    }

    private static HttpRule rule(Fields fields, String ownNamespace) throws ManifestException {
        var rule = HttpRule.newBuilder();
        for (var match : fields.list("matches")) {
            rule.addMatches(Matches.read(match));
        }
        rule.addAllFilters(Filters.read(fields, ownNamespace));
        for (var backend : fields.list("backendRefs")) {
            rule.addBackends(weighted(backend, ownNamespace));
        }
        if (rule.getBackendsCount() > 0 && rule.getBackendsList().stream().allMatch(b -> b.getWeight() == 0)) {
            throw fields.error(
                    "backendRefs", "have only weights of 0: no backend would get a request; give one a weight above 0");
        }
        if (replacesPrefix(rule) && !rule.getMatchesList().stream().allMatch(RouteManifest::hasPrefix)) {
            throw fields.error("filters", "have a ReplacePrefixMatch, which needs matches of type PathPrefix");
        }
        var timeouts = fields.fields("timeouts");
        if (timeouts.isPresent()) {
            Literals.duration(timeouts.get(), "request")
                    .filter(Literals::isPositive)
                    .ifPresent(rule::setRequestTimeout);
            Literals.duration(timeouts.get(), "backendRequest")
                    .filter(Literals::isPositive)
                    .ifPresent(rule::setBackendRequestTimeout);
            timeouts.get().done();
        }
        fields.leave("name").done();
        return rule.build();
    }

    private static boolean replacesPrefix(HttpRule.Builder rule) {
        return Stream.concat(
                        rule.getFiltersList().stream(),
                        rule.getBackendsList().stream().flatMap(backend -> backend.getFiltersList().stream()))
                .anyMatch(filter -> filter.getRedirect().getPath().hasPrefix()
                        || filter.getRewrite().getPath().hasPrefix());
    }

    /** Without a path a match is about the prefix "/". */
    private static boolean hasPrefix(HttpMatch match) {
        return !match.hasPath() || match.getPath().hasPrefix();
    }

    private static Backend weighted(Fields fields, String ownNamespace) throws ManifestException {
        var backend = backend(fields, ownNamespace)
                .setWeight(fields.number("weight", 0, MAX_WEIGHT).orElse(1))
                .addAllFilters(Filters.read(fields, ownNamespace))
                .build();
        fields.done();
        return backend;
    }

    /** What a backendRef and a mirror have in common: which Service and port. The caller ends with done(). */
    static Backend.Builder backend(Fields fields, String ownNamespace) throws ManifestException {
        fields.oneOf("group", Map.of("", true, "core", true));
        fields.oneOf("kind", Map.of("Service", true));
        return Backend.newBuilder()
                .setNamespace(fields.text("namespace").orElse(ownNamespace))
                .setService(fields.requiredText("name"))
                .setPort(fields.requiredNumber("port", 1, 65535));
    }
}

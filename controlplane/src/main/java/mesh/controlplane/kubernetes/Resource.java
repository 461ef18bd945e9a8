package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.status.StatusKind;

/** What is watched in a cluster, in all namespaces. */
enum Resource {
    SERVICES("Service", "", "v1", "services"),
    SLICES("EndpointSlice", "discovery.k8s.io", "v1", "endpointslices"),
    PODS("Pod", "", "v1", "pods"),
    ROUTES("HTTPRoute", "gateway.networking.k8s.io", "v1", "httproutes"),
    POLICIES("TrafficPolicy", "diymesh.dev", "v1alpha1", "trafficpolicies");

    private final String kind;
    private final String group;
    private final String version;
    private final String plural;

    /** @param group empty: the core API */
    Resource(String kind, String group, String version, String plural) {
        this.kind = kind;
        this.group = group;
        this.version = version;
        this.plural = plural;
    }

    String kind() {
        return kind;
    }

    /** As objects of it name it. */
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As roles, CRDs and kubectl name it: {@code httproutes.gateway.networking.k8s.io}. */
    String fullName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Of one object, below the API server's address. */
    String path(ObjectName name) {
        var root = group.isEmpty() ? "/api/" : "/apis/";
        return root + apiVersion() + "/namespaces/" + name.namespace() + "/" + plural + "/" + name.name();
    }

    /** Empty: we write nothing of it. */
    Optional<StatusKind> status() {
        return switch (this) {
            case ROUTES -> Optional.of(StatusKind.ROUTE);
            case POLICIES -> Optional.of(StatusKind.POLICY);
            case SERVICES, SLICES, PODS -> Optional.empty();
        };
    }

    static Resource of(StatusKind kind) {
        return switch (kind) {
            case ROUTE -> ROUTES;
            case POLICY -> POLICIES;
        };
    }

    /** Whether a cluster may well be without it: the Gateway API is installed by whoever wants routes. */
    boolean isOptional() {
        return this == ROUTES;
    }

    ResourceDefinitionContext definition() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}

package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

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

package mesh.lab.cluster.uninstall;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * Kinds of objects that an installation is made of, in the order in which they are removed. The webhook configurations
 * come first: while they are there and the webhook is not, no pod could be created that they ask about. What makes pods
 * comes before what those pods need, and namespaces with all that is left in them come last.
 */
enum Kind {
    MUTATING_WEBHOOKS("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", Scope.CLUSTER),
    VALIDATING_WEBHOOKS("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", Scope.CLUSTER),
    JOBS("batch", "v1", "jobs", Scope.NAMESPACE),
    DEPLOYMENTS("apps", "v1", "deployments", Scope.NAMESPACE),
    DISRUPTION_BUDGETS("policy", "v1", "poddisruptionbudgets", Scope.NAMESPACE),
    SERVICES("", "v1", "services", Scope.NAMESPACE),
    NETWORK_POLICIES("networking.k8s.io", "v1", "networkpolicies", Scope.NAMESPACE),
    SECRETS("", "v1", "secrets", Scope.NAMESPACE),
    CONFIG_MAPS("", "v1", "configmaps", Scope.NAMESPACE),
    ROUTES("gateway.networking.k8s.io", "v1", "httproutes", Scope.NAMESPACE),
    POLICIES("diymesh.dev", "v1alpha1", "trafficpolicies", Scope.NAMESPACE),
    ROLE_BINDINGS("rbac.authorization.k8s.io", "v1", "rolebindings", Scope.NAMESPACE),
    ROLES("rbac.authorization.k8s.io", "v1", "roles", Scope.NAMESPACE),
    CLUSTER_ROLE_BINDINGS("rbac.authorization.k8s.io", "v1", "clusterrolebindings", Scope.CLUSTER),
    CLUSTER_ROLES("rbac.authorization.k8s.io", "v1", "clusterroles", Scope.CLUSTER),
    SERVICE_ACCOUNTS("", "v1", "serviceaccounts", Scope.NAMESPACE),
    /** With it all objects of the kind go, everybody's. */
    DEFINITIONS("apiextensions.k8s.io", "v1", "customresourcedefinitions", Scope.CLUSTER),
    /** With it all goes that is in it. */
    NAMESPACES("", "v1", "namespaces", Scope.CLUSTER);

    private enum Scope {
        CLUSTER,
        NAMESPACE
    }

    private final String group;
    private final String version;
    private final String plural;
    private final Scope scope;

    Kind(String group, String version, String plural, Scope scope) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.scope = scope;
    }

    boolean isNamespaced() {
        return scope == Scope.NAMESPACE;
    }

    /** As kubectl takes it: {@code clusterroles.rbac.authorization.k8s.io}. */
    String fullName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withPlural(plural)
                .withNamespaced(isNamespaced())
                .build();
    }
}

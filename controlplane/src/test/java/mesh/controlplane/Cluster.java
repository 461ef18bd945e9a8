package mesh.controlplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mesh.controlplane.kubernetes.KubernetesSettings;
import mesh.testkit.ApiServer;
import mesh.testkit.Eventually;
import mesh.testkit.KubeScripts;

/** A real API server that has the mesh's CRDs, its roles and a namespace {@code shop}, and short ways to speak with it. */
record Cluster(ApiServer api) implements AutoCloseable {
    static final ResourceDefinitionContext ROUTES =
            custom("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes");
    static final ResourceDefinitionContext POLICIES =
            custom("diymesh.dev", "v1alpha1", "TrafficPolicy", "trafficpolicies");

    private static final List<String> FILES = List.of(
            "k8s/gateway-api/httproutes.yaml",
            "k8s/base/crds/trafficpolicies.yaml",
            "k8s/base/namespace.yaml",
            "k8s/base/controlplane/rbac.yaml");

    private static final PatchContext WHOLLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("test")
            .withForce(true)
            .build();

    private static ResourceDefinitionContext custom(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    static Cluster start(int port) throws Exception {
        var cluster = new Cluster(ApiServer.start(port));
        try {
            cluster.fill();
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private void fill() throws Exception {
        var shop = new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata();
        client().resource(shop.build()).serverSideApply();
        for (var file : FILES) {
            apply(Files.readString(KubeScripts.PROJECT.resolve(file)));
        }
        Eventually.eventually("both CRDs are served", () -> isServed(ROUTES) && isServed(POLICIES));
    }

    private boolean isServed(ResourceDefinitionContext resource) {
        try {
            client().genericKubernetesResources(resource).inAnyNamespace().list();
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    KubernetesClient client() {
        return api.client();
    }

    /** For a control plane that may do what its role says, and nothing else. */
    KubernetesSettings controlPlane() throws IOException {
        var token = client().serviceAccounts()
                .inNamespace("mesh-system")
                .withName("controlplane")
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
        Path kubeconfig = api.kubeconfig(token);
        return new KubernetesSettings(Optional.of(kubeconfig), Optional.empty());
    }

    /** @throws KubernetesClientException with what the API server has against it */
    void apply(String yaml) {
        objects(yaml).forEach(object -> client().resource(object).patch(WHOLLY));
    }

    /** As kubectl does it. @throws KubernetesClientException with what the API server has against it */
    void create(String yaml) {
        objects(yaml)
                .forEach(object -> client().resource(object)
                        .fieldValidation(FieldValidateable.Validation.STRICT)
                        .create());
    }

    void delete(String yaml) {
        objects(yaml)
                .forEach(object -> client().resource(object).withGracePeriod(0).delete());
    }

    private List<HasMetadata> objects(String yaml) {
        return client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    /** Of namespace {@code shop}. */
    GenericKubernetesResource get(ResourceDefinitionContext resource, String name) {
        return client().genericKubernetesResources(resource)
                .inNamespace("shop")
                .withName(name)
                .get();
    }

    /** Removes what tests put into namespace {@code shop}. */
    void clean() {
        client().services().inNamespace("shop").delete();
        client().genericKubernetesResources(ROUTES).inNamespace("shop").delete();
        client().genericKubernetesResources(POLICIES).inNamespace("shop").delete();
    }

    @Override
    public void close() {
        api.close();
    }
}

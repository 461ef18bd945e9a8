package mesh.lab.cluster.uninstall;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * An object of an installation.
 *
 * @param namespace null when it is in none
 */
record Installed(Kind kind, String namespace, String name) {
    static final String LABEL = "app.kubernetes.io/part-of";
    static final String OURS = "diy-service-mesh";

    /** All that bears the label that the overlays give, in the order in which it is to be removed. */
    static List<Installed> in(KubernetesClient client) {
        var found = new ArrayList<Installed>();
        for (var kind : Kind.values()) {
            list(client, kind)
                    .forEach(object -> found.add(new Installed(
                            kind,
                            object.getMetadata().getNamespace(),
                            object.getMetadata().getName())));
        }
        return found;
    }

    private static List<GenericKubernetesResource> list(KubernetesClient client, Kind kind) {
        try {
            var objects = client.genericKubernetesResources(kind.context());
            return (kind.isNamespaced() ? objects.inAnyNamespace() : objects)
                    .withLabel(LABEL, OURS)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of(); // the cluster does not know the kind
            }
            throw e;
        }
    }

    void remove(KubernetesClient client) {
        resource(client).delete();
    }

    boolean isThere(KubernetesClient client) {
        return resource(client).get() != null;
    }

    private Resource<GenericKubernetesResource> resource(KubernetesClient client) {
        var objects = client.genericKubernetesResources(kind.context());
        return namespace == null
                ? objects.withName(name)
                : objects.inNamespace(namespace).withName(name);
    }

    @Override
    public String toString() {
        return kind.fullName() + "/" + name + (namespace == null ? "" : " in " + namespace);
    }
}

package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All that an informer must remember: which objects there are, and in which version. What is in them is in
 * {@link KnownObjects}, as far as the mesh needs it; a cluster's objects as they are would take many times as much.
 */
final class Versions implements ItemStore<GenericKubernetesResource> {
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    @Override
    public String getKey(GenericKubernetesResource object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    @Override
    public GenericKubernetesResource put(String key, GenericKubernetesResource object) {
        return bare(key, versions.put(key, object.getMetadata().getResourceVersion()));
    }

    @Override
    public GenericKubernetesResource remove(String key) {
        return bare(key, versions.remove(key));
    }

    @Override
    public GenericKubernetesResource get(String key) {
        return bare(key, versions.get(key));
    }

    @Override
    public Stream<String> keySet() {
        return versions.keySet().stream();
    }

    @Override
    public Stream<GenericKubernetesResource> values() {
        return versions.entrySet().stream().map(entry -> bare(entry.getKey(), entry.getValue()));
    }

    @Override
    public int size() {
        return versions.size();
    }

    /** Else the informer would hold back what it has read until it has read all, to take it from here. */
    @Override
    public boolean isFullState() {
        return false;
    }

    private static GenericKubernetesResource bare(String key, String version) {
        if (version == null) {
            return null;
        }
        int slash = key.indexOf('/');
        var metadata = new ObjectMeta();
        metadata.setNamespace(key.substring(0, slash));
        metadata.setName(key.substring(slash + 1));
        metadata.setResourceVersion(version);
        var object = new GenericKubernetesResource();
        object.setMetadata(metadata);
        return object;
    }
}

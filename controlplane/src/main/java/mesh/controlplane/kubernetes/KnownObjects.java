package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.ManifestException;
import mesh.controlplane.catalog.Manifests;
import mesh.controlplane.catalog.MeshObject;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.Problem;

/** What informers have told so far: each object as it was when it was last right, and why it is not right now. */
final class KnownObjects {
    private record Key(Resource resource, ObjectName name) {}

    private record Known(Optional<MeshObject> lastGood, Optional<Problem> refused) {
        static final Known NOTHING = new Known(Optional.empty(), Optional.empty());

        Known refusedNow(Problem why) {
            return new Known(lastGood, Optional.of(why));
        }
    }

    private final Map<Key, Known> objects = new ConcurrentHashMap<>();

    /** @return whether that is news to the mesh: most changes of pods are not */
    boolean put(Resource resource, GenericKubernetesResource object) {
        var key = key(resource, object.getMetadata());
        return replace(key, before -> read(key, object, before));
    }

    private static Known read(Key key, GenericKubernetesResource object, Known before) {
        try {
            var good = Manifests.read(Document.of(key.resource, object));
            return new Known(Optional.of(good), Optional.empty());
        } catch (ManifestException e) {
            return before.refusedNow(new Problem(key.resource.kind() + " " + key.name, 0, e.getMessage()));
        }
    }

    private boolean replace(Key key, UnaryOperator<Known> change) {
        var before = objects.getOrDefault(key, Known.NOTHING);
        var after = change.apply(before);
        objects.put(key, after);
        return !after.equals(before);
    }

    void remove(Resource resource, ObjectMeta metadata) {
        objects.remove(key(resource, metadata));
    }

    private static Key key(Resource resource, ObjectMeta metadata) {
        return new Key(resource, new ObjectName(metadata.getNamespace(), metadata.getName()));
    }

    /** @param troubles what else is to be told */
    CatalogState state(List<Problem> troubles) {
        var good = new ArrayList<MeshObject>(objects.size());
        var problems = new ArrayList<Problem>();
        for (var known : objects.values()) {
            known.lastGood.ifPresent(good::add);
            known.refused.ifPresent(problems::add);
        }
        problems.sort(Comparator.comparing(Problem::place));
        problems.addAll(0, troubles);
        return CatalogState.of(good, problems);
    }
}

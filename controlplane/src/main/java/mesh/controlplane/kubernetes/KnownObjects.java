package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.ManifestException;
import mesh.controlplane.catalog.Manifests;
import mesh.controlplane.catalog.MeshObject;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.Problem;
import mesh.controlplane.status.Claim;
import mesh.controlplane.status.ClaimReader;

/** What informers have told so far: each object as it was when it was last right, and why it is not right now. */
final class KnownObjects {
    private record Key(Resource resource, ObjectName name) {}

    /** @param claim of a kind that has a status of ours */
    private record Known(Optional<MeshObject> lastGood, Optional<Problem> refused, Optional<Claim> claim) {
        static final Known NOTHING = new Known(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** All at one moment. */
    record Reading(CatalogState state, List<Claim> claims) {}

    private final Map<Key, Known> objects = new ConcurrentHashMap<>();

    /** @return whether that is news to the mesh, or for a status: most changes of pods are not */
    boolean put(Resource resource, GenericKubernetesResource object) {
        var key = key(resource, object.getMetadata());
        return replace(key, before -> read(key, object, before));
    }

    private static Known read(Key key, GenericKubernetesResource object, Known before) {
        try {
            var good = Manifests.read(Document.of(key.resource, object));
            return new Known(Optional.of(good), Optional.empty(), claim(key, object));
        } catch (ManifestException e) {
            var why = new Problem(key.resource.kind() + " " + key.name, 0, e.getMessage());
            var refused = claim(key, object).map(claim -> claim.refusedFor(why.reason()));
            return new Known(before.lastGood, Optional.of(why), refused);
        }
    }

    private static Optional<Claim> claim(Key key, GenericKubernetesResource object) {
        var metadata = object.getMetadata();
        return key.resource
                .status()
                .map(kind -> ClaimReader.read(
                        kind,
                        key.name,
                        Objects.requireNonNullElse(metadata.getGeneration(), 0L),
                        Objects.requireNonNullElse(metadata.getResourceVersion(), ""),
                        object.getAdditionalProperties()));
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
    Reading read(List<Problem> troubles) {
        var good = new ArrayList<MeshObject>(objects.size());
        var problems = new ArrayList<Problem>();
        var claims = new ArrayList<Claim>();
        for (var known : objects.values()) {
            known.lastGood.ifPresent(good::add);
            known.refused.ifPresent(problems::add);
            known.claim.ifPresent(claims::add);
        }
        problems.sort(Comparator.comparing(Problem::place));
        problems.addAll(0, troubles);
        claims.sort(Comparator.comparing(claim -> claim.key().toString()));
        return new Reading(CatalogState.of(good, problems), claims);
    }
}

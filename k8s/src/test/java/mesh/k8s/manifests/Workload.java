package mesh.k8s.manifests;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What makes pods. */
public record Workload(HasMetadata object, PodTemplateSpec template) {
    static Optional<Workload> of(HasMetadata object) {
        return switch (object) {
            case Deployment deployment ->
                Optional.of(new Workload(object, deployment.getSpec().getTemplate()));
            case Job job -> Optional.of(new Workload(object, job.getSpec().getTemplate()));
            default -> Optional.empty();
        };
    }

    /** Runs until it is told to end. */
    boolean serves() {
        return object instanceof Deployment;
    }

    public String name() {
        return object.getMetadata().getName();
    }

    public List<Container> containers() {
        var spec = template.getSpec();
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .toList();
    }

    @Override
    public String toString() {
        return object.getKind() + " " + name();
    }
}

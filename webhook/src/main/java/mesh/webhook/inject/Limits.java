package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the proxy may use of the node. */
final class Limits {
    private static final String CPU_REQUEST = "50m";
    private static final String MEMORY_REQUEST = "96Mi";
    private static final String MEMORY_LIMIT = "320Mi";

    private Limits() {}

    /** No limit of CPU by default: a proxy that is throttled makes everybody wait who talks to the pod. */
    static ResourceRequirements of(Asked asked) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(asked.valueOr(Annotation.PROXY_CPU_REQUEST, CPU_REQUEST)))
                .addToRequests("memory", new Quantity(asked.valueOr(Annotation.PROXY_MEMORY_REQUEST, MEMORY_REQUEST)))
                .addToLimits(Annotation.PROXY_CPU_LIMIT
                        .in(asked.annotations())
                        .map(limit -> Map.of("cpu", new Quantity(limit)))
                        .orElse(Map.of()))
                .addToLimits("memory", new Quantity(asked.valueOr(Annotation.PROXY_MEMORY_LIMIT, MEMORY_LIMIT)))
                .build();
    }

    /** The API server would refuse it as well, and not say where it comes from. */
    static List<String> mistakesIn(Asked asked) {
        var resources = of(asked);
        return Stream.of(
                        above("cpu", Annotation.PROXY_CPU_REQUEST, Annotation.PROXY_CPU_LIMIT, resources),
                        above("memory", Annotation.PROXY_MEMORY_REQUEST, Annotation.PROXY_MEMORY_LIMIT, resources))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> above(
            String resource, Annotation request, Annotation limit, ResourceRequirements resources) {
        var least = resources.getRequests().get(resource);
        var most = resources.getLimits().get(resource);
        return most == null || least.getNumericalAmount().compareTo(most.getNumericalAmount()) <= 0
                ? Optional.empty()
                : Optional.of("annotation %s: the proxy's request of %s is above its limit of %s; set %s as well"
                        .formatted(request.key(), least, most, limit.key()));
    }
}

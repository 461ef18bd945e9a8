package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod's annotations ask for; read after they were found to be without mistakes. */
record Asked(Map<String, String> annotations) {
    /** Of netinit's settings those that a pod may have its own of, and how netinit calls them. */
    private static final Map<Annotation, String> NETINIT = Map.of(
            Annotation.SKIP_INBOUND_PORTS, "MESH_SKIP_INBOUND_PORTS",
            Annotation.SKIP_OUTBOUND_PORTS, "MESH_SKIP_OUTBOUND_PORTS",
            Annotation.SKIP_INBOUND_CIDRS, "MESH_SKIP_INBOUND_CIDRS",
            Annotation.SKIP_OUTBOUND_CIDRS, "MESH_SKIP_OUTBOUND_CIDRS",
            Annotation.NFQUEUE, "MESH_NFQUEUE",
            Annotation.IPTABLES_BACKEND, "MESH_BACKEND");

    static Asked by(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        return new Asked(annotations == null ? Map.of() : annotations);
    }

    /** What is wrong with them, each with key, value and what is accepted. */
    List<String> mistakes() {
        var each = Annotation.mistakesIn(annotations).toList();
        return each.isEmpty() ? Limits.mistakesIn(this) : each;
    }

    /** The pod's own word counts before its namespace's. */
    boolean injection(boolean namespaceAsks) {
        return Annotation.INJECT.in(annotations).map(Boolean::parseBoolean).orElse(namespaceAsks);
    }

    boolean isInjected() {
        return Annotation.INJECTED.in(annotations).isPresent();
    }

    /** The proxy as the first of the containers, for clusters and tools that do not know native sidecars. */
    boolean classic() {
        return Annotation.SIDECAR.in(annotations).equals(Optional.of("classic"));
    }

    boolean debug(InjectorSettings settings) {
        return Annotation.DEBUG.in(annotations).map(Boolean::parseBoolean).orElse(settings.debugByDefault());
    }

    List<EnvVar> netinit() {
        return Stream.of(Annotation.values())
                .filter(NETINIT::containsKey)
                .flatMap(annotation ->
                        annotation
                                .in(annotations)
                                .map(value -> new EnvVar(NETINIT.get(annotation), value, null))
                                .stream())
                .toList();
    }

    String valueOr(Annotation annotation, String otherwise) {
        return annotation.in(annotations).orElse(otherwise);
    }
}

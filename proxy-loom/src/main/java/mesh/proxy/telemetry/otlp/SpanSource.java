package mesh.proxy.telemetry.otlp;

import io.opentelemetry.sdk.resources.Resource;

/**
 * Whose spans they are: the workload's that the proxy stands beside. What is empty is not known.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/">Semantic conventions for resources</a>
 */
public record SpanSource(String workload, String namespace, String pod) {
    Resource resource() {
        var resource = Resource.getDefault().toBuilder(); // says which SDK it is, and that the service is unknown
        if (!workload.isEmpty()) {
            resource.put("service.name", workload);
        }
        if (!namespace.isEmpty()) {
            resource.put("service.namespace", namespace).put("k8s.namespace.name", namespace);
        }
        if (!pod.isEmpty()) {
            resource.put("service.instance.id", pod).put("k8s.pod.name", pod);
        }
        return resource.build();
    }
}

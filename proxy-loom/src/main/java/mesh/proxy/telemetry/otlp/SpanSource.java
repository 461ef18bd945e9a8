package mesh.proxy.telemetry.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;

/**
 * Whose spans they are: the workload's that the proxy stands beside. What is empty is not known.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/">Semantic conventions for resources</a>
 */
public record SpanSource(String workload, String namespace, String pod) {
    private static final String UNKNOWN = "unknown_service";

    Resource resource() {
        var resource = Resource.builder();
        resource.put("service.name", workload.isEmpty() ? UNKNOWN : workload);
        if (!namespace.isEmpty()) {
            resource.put("service.namespace", namespace).put("k8s.namespace.name", namespace);
        }
        if (!pod.isEmpty()) {
            resource.put("service.instance.id", pod).put("k8s.pod.name", pod);
        }
        return resource.put(AttributeKey.stringKey("telemetry.sdk.language"), "java")
                .build();
    }
}

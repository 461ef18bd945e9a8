package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.TreeMap;

/** Where Prometheus finds the proxy's metrics, by the usual annotations. What the pod says of its own app is left alone. */
final class Scraping {
    private static final String SCRAPE = "prometheus.io/scrape";

    private Scraping() {}

    static Map<String, String> of(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(SCRAPE)
                ? Map.of()
                : inOrder(Map.of(
                        SCRAPE,
                        "true",
                        "prometheus.io/port",
                        String.valueOf(Names.ADMIN_PORT),
                        "prometheus.io/path",
                        "/metrics"));
    }

    /** The same pod gets the same patch. */
    private static Map<String, String> inOrder(Map<String, String> annotations) {
        return new TreeMap<>(annotations);
    }
}

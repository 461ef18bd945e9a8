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
                : new TreeMap<>(Map.of( // in an order, so that the same pod is always the same text
                        SCRAPE,
                        "true",
                        "prometheus.io/port",
                        String.valueOf(Names.ADMIN_PORT),
                        "prometheus.io/path",
                        "/metrics"));
    }
}

package mesh.bench.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Pods to be created, from the smallest to more than anybody has. */
enum Pods {
    SMALL("one container", 1, 0),
    TYPICAL("3 containers, 20 variables each", 3, 20),
    HUGE("200 containers, 20 variables each", 200, 20);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String title;
    private final int containers;
    private final int variables;

    Pods(String title, int containers, int variables) {
        this.title = title;
        this.containers = containers;
        this.variables = variables;
    }

    String title() {
        return title;
    }

    /** The question about one, as the API server writes it. */
    byte[] review() throws IOException {
        var review =
                JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        var request = review.putObject("request")
                .put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002")
                .put("operation", "CREATE")
                .put("namespace", "shop");
        request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
        request.set("object", pod());
        return JSON.writeValueAsBytes(review);
    }

    private ObjectNode pod() {
        var pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        var metadata =
                pod.putObject("metadata").put("generateName", "app-b-5d9c-").put("namespace", "shop");
        metadata.putObject("annotations").put("diy-service-mesh/inject", "true");
        metadata.putObject("labels").put("app", "app-b").put("pod-template-hash", "5d9c");
        var all = pod.putObject("spec").put("serviceAccountName", "app-b").putArray("containers");
        for (int i = 0; i < containers; i++) {
            container(all.addObject().put("name", "app-" + i));
        }
        return pod;
    }

    private void container(ObjectNode container) {
        container.put("image", "registry.example/shop/app-b:1.2.3").put("imagePullPolicy", "IfNotPresent");
        container
                .putObject("resources")
                .putObject("requests")
                .put("cpu", "100m")
                .put("memory", "128Mi");
        container
                .putObject("readinessProbe")
                .put("periodSeconds", 5)
                .putObject("httpGet")
                .put("path", "/ready")
                .put("port", 8080);
        var environment = container.putArray("env");
        for (int i = 0; i < variables; i++) {
            environment.addObject().put("name", "SETTING_" + i).put("value", "a value of setting number " + i);
        }
    }
}

package mesh.lab.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import mesh.lab.control.RouteStore;
import mesh.lab.control.Weights;
import mesh.lab.view.Failure;

/** Routes in a namespace of a cluster. An edit that somebody else's overtakes is made again, on what they wrote. */
final class ClusterRoutes implements RouteStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 10;
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final int UNPROCESSABLE = 422; // how the API server says that a patch's test failed

    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("gateway.networking.k8s.io")
            .withVersion("v1")
            .withKind("HTTPRoute")
            .withPlural("httproutes")
            .withNamespaced(true)
            .build();

    private final Cluster cluster;

    ClusterRoutes(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Weights read(String service) throws Failure {
        return find(service).weights();
    }

    @Override
    public String write(Weights weights) throws Failure {
        for (int i = 1; ; i++) {
            var route = find(weights.stable());
            if (!route.weights().canary().equals(weights.canary())) {
                throw new Failure("the HTTPRoute %s was changed meanwhile: its canary is %s, not %s"
                        .formatted(route.name(), route.weights().canary(), weights.canary()));
            }
            try {
                patch(route.name(), route.patch(weights));
                return "HTTPRoute %s in namespace %s".formatted(route.name(), cluster.namespace());
            } catch (KubernetesClientException e) {
                if (!isOvertaken(e)) {
                    throw ClusterFailure.of(e, cluster.url());
                }
                if (i == TRIES) {
                    throw new Failure(
                            "the HTTPRoute %s was changed by somebody else each of %d times; its weights are as they were. Who is it? kubectl get httproute %s -n %s -o yaml --show-managed-fields"
                                    .formatted(route.name(), TRIES, route.name(), cluster.namespace()),
                            e);
                }
                pause(i);
            }
        }
    }

    /** Longer each time, and never in step with whoever it is. */
    private static void pause(int tries) throws Failure {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(LOOK_AGAIN_MILLIS * tries));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private void patch(String name, String patch) {
        cluster.client()
                .genericKubernetesResources(KIND)
                .inNamespace(cluster.namespace())
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON), patch);
    }

    private static boolean isOvertaken(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == UNPROCESSABLE;
    }

    /** A route that is not of the simple kind is only in the way when no other is. */
    private RouteRules find(String service) throws Failure {
        var inTheWay = Optional.<Failure>empty();
        for (var route : routes()) {
            try {
                var rules = RouteRules.of(route, service);
                if (rules.isPresent()) {
                    return rules.get();
                }
            } catch (Failure e) {
                inTheWay = inTheWay.or(() -> Optional.of(e));
            }
        }
        throw inTheWay.orElseGet(() -> new Failure(
                "no HTTPRoute in namespace %s has Service %s as its parent, so its requests all stay. k8s/samples/route/app-b-route.yaml shows how one is written."
                        .formatted(cluster.namespace(), service)));
    }

    private Iterable<JsonNode> routes() throws Failure {
        try {
            return cluster
                    .client()
                    .genericKubernetesResources(KIND)
                    .inNamespace(cluster.namespace())
                    .list()
                    .getItems()
                    .stream()
                    .<JsonNode>map(JSON::valueToTree)
                    .toList();
        } catch (KubernetesClientException e) {
            if (ClusterFailure.isNotFound(e)) {
                throw new Failure(
                        "the cluster has no HTTPRoute: the Gateway API is not installed; `./mesh check` tells what to do",
                        e);
            }
            throw ClusterFailure.of(e, cluster.url());
        }
    }
}

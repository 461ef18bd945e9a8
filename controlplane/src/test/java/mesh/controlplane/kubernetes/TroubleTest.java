package mesh.controlplane.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import mesh.controlplane.kubernetes.Trouble.Kind;
import org.junit.jupiter.api.Test;

class TroubleTest {
    @Test
    void aRefusalNamesWhoMayNotDoWhatToWhat() {
        var answer =
                "pods is forbidden: User \"system:serviceaccount:mesh:controlplane\" cannot watch resource \"pods\" in"
                        + " API group \"\" at the cluster scope";
        var trouble =
                Trouble.of(Resource.PODS, new CompletionException(new KubernetesClientException(answer, 403, null)));
        assertEquals(Kind.FORBIDDEN, trouble.kind());
        assertEquals(
                "pods: ServiceAccount mesh/controlplane may not watch pods in all namespaces (403): its ClusterRole must"
                        + " allow get, list and watch of it",
                trouble.of(Resource.PODS).toString());
    }

    @Test
    void whatTheServerDoesNotKnowNamesItsCrd() {
        var trouble = Trouble.of(Resource.ROUTES, new KubernetesClientException("404 page not found", 404, null));
        assertEquals(Kind.ABSENT, trouble.kind());
        assertEquals(
                "httproutes.gateway.networking.k8s.io: the cluster does not know it, so there is none; it is used as soon"
                        + " as its CRD is installed: kubectl get crd httproutes.gateway.networking.k8s.io",
                trouble.of(Resource.ROUTES).toString());
    }

    @Test
    void anythingElseIsToldByItsFirstCause() {
        var trouble =
                Trouble.of(Resource.PODS, new KubernetesClientException("list", new IOException("Connection refused")));
        assertEquals(
                new Trouble(Kind.OUT_OF_REACH, "cannot be read, and stays as it was: Connection refused"), trouble);
    }
}

package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when a cluster cannot be asked. */
@OnApiServer
class ClusterErrorsTest {
    private final TestCluster cluster;

    @TempDir
    Path folder;

    ClusterErrorsTest(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aKubeconfigThatIsNotThere() {
        var result = cluster.meshAs(Path.of("/nowhere/kubeconfig"), "status");

        assertEquals(1, result.code());
        assertEquals("mesh status: --kubeconfig /nowhere/kubeconfig cannot be read\n", result.err());
    }

    @Test
    void aKubeconfigThatIsNone() throws Exception {
        var file = Files.writeString(folder.resolve("config"), "{{");

        var result = cluster.meshAs(file, "status");

        assertEquals(1, result.code());
        assertTrue(result.err().startsWith("mesh status: the kubeconfig " + file + " cannot be used: "), result.err());
    }

    @Test
    void aContextThatItDoesNotHave() throws Exception {
        var result = cluster.mesh("status", "--context", "production");

        assertEquals(1, result.code());
        assertTrue(result.err().contains("the kubeconfig has no context 'production'. It has: "), result.err());
    }

    @Test
    void anApiServerThatIsNotThere() throws Exception {
        var result = cluster.meshAs(cluster.api().kubeconfig(1), "status");

        assertEquals(1, result.code());
        assertTrue(result.err().contains("does not answer: it does not accept connections"), result.err());
    }

    @Test
    void whatIsNotAllowedNamesVerbResourceAndPlace() throws Exception {
        cluster.namespace("forbidden", Map.of());
        var token = cluster.client()
                .serviceAccounts()
                .inNamespace("forbidden")
                .withName("default")
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();

        var result = cluster.meshAs(cluster.api().kubeconfig(token), "status", "-n", "forbidden");

        assertEquals(1, result.code());
        assertTrue(
                result.err()
                        .contains("system:serviceaccount:forbidden:default may not list pods in namespace forbidden"),
                result.err());
        assertTrue(result.err().contains("kubectl auth can-i list pods -n forbidden"), result.err());
    }

    @Test
    void credentialsThatAreNone() throws Exception {
        var result = cluster.meshAs(cluster.api().kubeconfig("no.token.at-all"), "check");

        assertEquals(1, result.code());
        assertTrue(result.out().contains("does not accept the kubeconfig's credentials (401)"), result.out());
    }
}

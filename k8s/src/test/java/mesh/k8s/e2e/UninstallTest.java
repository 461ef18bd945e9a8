package mesh.k8s.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Whoever tries the mesh gets rid of it again. */
@OnCluster
class UninstallTest {
    private final InstalledMesh mesh;

    UninstallTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @Test
    void nothingIsLeft() throws Exception {
        mesh.kubectl("delete", "namespace", InstalledMesh.DEMO, "--wait=true", "--timeout=120s")
                .mustSucceed();
        mesh.mesh("uninstall", "--yes", "--crds").mustSucceed();
        mesh.uninstalled();

        for (var kind : new String[] {
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations",
            "clusterroles",
            "clusterrolebindings",
            "crds"
        }) {
            var left = mesh.kubectl("get", kind, "-o", "name").mustSucceed();
            assertEquals(
                    "", left.lines().filter(UninstallTest::isOurs).reduce("", (all, line) -> all + line + "\n"), kind);
        }
        mesh.kubectl("wait", "--for=delete", "namespace/" + InstalledMesh.SYSTEM, "--timeout=120s")
                .mustSucceed();
        try (var namespace = mesh.unmeshedNamespace("after")) {
            namespace.apply(Pods.pod("""
                      containers:
                      - {name: app, image: %s, command: [sleep, infinity]}
                    """.formatted(InstalledMesh.BASH)));
            namespace.awaitReady("caller");
        }
    }

    private static boolean isOurs(String name) {
        return name.contains("mesh") && !name.contains("gateway.networking.k8s.io");
    }
}

package mesh.lab;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.testkit.ApiServer;
import mesh.testkit.KubeScripts;

/** An API server to run commands against, in this process. */
final class TestCluster {
    private final ApiServer api;

    TestCluster(ApiServer api) {
        this.api = api;
    }

    /** What a command printed, and how it ended. */
    record Result(int code, String out, String err) {}

    KubernetesClient client() {
        return api.client();
    }

    ApiServer api() {
        return api;
    }

    /** With the administrator's kubeconfig. */
    Result mesh(String... arguments) throws IOException {
        return meshAs(api.start(), arguments);
    }

    Result meshAs(Path kubeconfig, String... arguments) {
        var line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        return run(line.toArray(String[]::new));
    }

    static Result run(String... line) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var outBefore = System.out;
        var errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Lab.execute(line);
            return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }

    /** With the account that pods need; here no controller makes it. */
    void namespace(String name, Map<String, String> labels) {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
        client().resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("default")
                        .withNamespace(name)
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
    }

    /** Creates, or replaces, what a manifest says. */
    void apply(String yaml) {
        client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(object -> client().resource(object).forceConflicts().serverSideApply());
    }

    /** A file of the project, such as a CRD. */
    void applyFile(String file) throws IOException {
        apply(Files.readString(KubeScripts.PROJECT.resolve(file)));
    }
}

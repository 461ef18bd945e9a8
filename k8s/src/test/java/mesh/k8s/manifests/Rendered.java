package mesh.k8s.manifests;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.Assumptions;

/** A folder of ours as {@code kubectl kustomize} renders it: the objects, in the order in which they are applied. */
public record Rendered(String folder, String yaml, List<HasMetadata> objects) {
    public static final String BASE = "k8s/base";
    public static final String KIND = "k8s/overlays/kind";
    public static final String DEV = "k8s/overlays/dev";

    private static final Map<String, Rendered> KNOWN = new ConcurrentHashMap<>();

    /** Rendered once. Without kubectl the test is skipped. */
    public static Rendered of(String folder) throws IOException {
        var known = KNOWN.get(folder);
        if (known != null) {
            return known;
        }
        var yaml = kustomize(folder);
        var rendered = new Rendered(folder, yaml, read(yaml));
        KNOWN.put(folder, rendered);
        return rendered;
    }

    static Stream<Rendered> all() throws IOException {
        return Stream.of(of(BASE), of(KIND), of(DEV));
    }

    private static String kustomize(String folder) throws IOException {
        var kubectl = KubeScripts.kubectl();
        Assumptions.assumeTrue(kubectl.isPresent(), "kubectl is not installed: nothing renders " + folder);
        var process = new ProcessBuilder(kubectl.get().toString(), "kustomize", folder)
                .directory(KubeScripts.PROJECT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        var yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new AssertionError("kubectl kustomize " + folder + " failed with " + code);
        }
        return yaml;
    }

    private static List<HasMetadata> read(String yaml) {
        return new KubernetesSerialization().unmarshal(yaml);
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> kind, String name) {
        return find(kind, name)
                .orElseThrow(() -> new AssertionError(folder + " has no " + kind.getSimpleName() + " " + name));
    }

    <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    public List<Workload> workloads() {
        return objects.stream().flatMap(object -> Workload.of(object).stream()).toList();
    }

    /** Of containers, and those that the webhook is told to inject. */
    public List<String> images() {
        var images = new ArrayList<String>();
        for (var workload : workloads()) {
            for (var container : workload.containers()) {
                images.add(container.getImage());
                container.getEnv().stream()
                        .filter(variable -> variable.getName().endsWith("_IMAGE"))
                        .forEach(variable -> images.add(variable.getValue()));
            }
        }
        return images.stream().distinct().sorted().toList();
    }

    @Override
    public String toString() {
        return folder;
    }
}

package mesh.lab.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mesh.lab.rules.PodRules;
import mesh.lab.view.Failure;

/** Runs programs in a container, as {@code kubectl exec} does. */
record InContainer(Cluster cluster, MeshedPod pod, String container) implements PodRules.Runner {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String run(String program, String... arguments) throws IOException {
        var command = new String[arguments.length + 1];
        command[0] = program;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var exec = cluster.client()
                .pods()
                .inNamespace(pod.namespace())
                .withName(pod.name())
                .inContainer(container)
                .writingOutput(out)
                .writingError(err)
                .exec(command)) {
            int code = exec.exitCode().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (code != 0) {
                throw failed(
                        program,
                        "exit code " + code + " "
                                + err.toString(StandardCharsets.UTF_8).strip(),
                        null);
            }
            return out.toString(StandardCharsets.UTF_8);
        } catch (KubernetesClientException e) {
            throw ClusterFailure.of(e, cluster.url());
        } catch (ExecutionException e) {
            throw failed(program, e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw failed(program, "it did not end within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(program, "interrupted", e);
        }
    }

    private Failure failed(String program, String why, Exception cause) {
        return new Failure("%s in container %s of pod %s: %s".formatted(program, container, pod.name(), why), cause);
    }
}

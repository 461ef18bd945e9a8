package mesh.k8s.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterScriptTest {
    /** Notes its call and what it was given, and answers from files: what was made is there from then on. */
    private static final String NOTES = """
            #!/usr/bin/env bash
            cd "$(dirname "$0")/.."
            call="$(basename "$0") $*"
            echo "$call" >>calls
            case $call in
              'docker info') [ ! -e no-dockerd ] ;;
              'docker container inspect'*) [ -e registry ] && cat registry ;;
              'docker run'*) echo true >registry ;;
              'docker start'*) echo true >registry ;;
              'docker rm'*) rm registry ;;
              'docker network inspect'*) [ ! -e joined ] || echo 'diy-mesh-control-plane kind-registry ' ;;
              'docker network connect'*) touch joined ;;
              'docker exec --interactive'*) cat >hosts.toml ;;
              'kind get clusters') [ ! -e cluster ] || echo diy-mesh ;;
              'kind get nodes'*) echo diy-mesh-control-plane ;;
              'kind create'*) touch cluster ;;
              'kind delete'*) rm cluster ;;
              'kubectl'*) cat >applied ;;
            esac
            """;

    private static final List<String> FROM_THE_SYSTEM =
            List.of("bash", "dirname", "readlink", "basename", "cat", "grep", "id", "rm", "touch", "env");

    @TempDir
    private Path folder;

    private record Run(int code, String said, List<String> calls) {
        /** Those that change something. */
        List<String> changes() {
            return calls.stream()
                    .filter(call -> !call.matches(".*(info|inspect .*|get (clusters|nodes.*))"))
                    .toList();
        }
    }

    @BeforeEach
    void installPrograms() throws IOException {
        Files.createDirectory(folder.resolve("bin"));
        for (var program : FROM_THE_SYSTEM) {
            var path = Stream.of("/usr/bin", "/bin")
                    .map(directory -> Path.of(directory, program))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(folder.resolve("bin").resolve(program), path);
        }
        for (var program : List.of("kind", "docker", "kubectl")) {
            var file = Files.writeString(folder.resolve("bin").resolve(program), NOTES);
            assertTrue(file.toFile().setExecutable(true));
        }
    }

    private Run run(String... arguments) throws IOException {
        Files.deleteIfExists(folder.resolve("calls"));
        var script = KubeScripts.PROJECT.resolve("k8s/kind/cluster.sh").toString();
        var command = Stream.concat(Stream.of(script), Stream.of(arguments)).toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", folder.resolve("bin").toString());
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.onExit().join().exitValue();
        var calls = folder.resolve("calls");
        return new Run(code, said, Files.exists(calls) ? Files.readAllLines(calls) : List.of());
    }

    @Test
    void makesRegistryAndClusterAndTellsEachOfTheOther() throws IOException {
        var run = run("up");
        assertEquals(0, run.code(), run::toString);
        assertEquals(
                List.of(
                        "docker run --detach --restart=always --publish 127.0.0.1:5001:5000 --network bridge"
                                + " --name kind-registry registry:3",
                        "kind create cluster --config " + KubeScripts.PROJECT.resolve("k8s/kind/cluster.yaml")
                                + " --wait 3m",
                        "docker exec diy-mesh-control-plane mkdir -p /etc/containerd/certs.d/localhost:5001",
                        "docker exec --interactive diy-mesh-control-plane cp /dev/stdin"
                                + " /etc/containerd/certs.d/localhost:5001/hosts.toml",
                        "docker network connect kind kind-registry",
                        "kubectl --context kind-diy-mesh apply --filename -"),
                run.changes());
        assertEquals("[host.\"http://kind-registry:5000\"]\n", Files.readString(folder.resolve("hosts.toml")));
        var applied = Files.readString(folder.resolve("applied"));
        assertTrue(applied.contains("name: local-registry-hosting\n  namespace: kube-public"), applied);
        assertTrue(applied.contains("host: \"localhost:5001\""), applied);
    }

    @Test
    void runAgainMakesNothingNew() throws IOException {
        run("up");
        var again = run("up");
        assertEquals(0, again.code(), again::toString);
        assertFalse(
                again.calls().stream()
                        .anyMatch(call -> call.matches("docker (run|start|network connect).*|kind create.*")),
                again::toString);
    }

    @Test
    void aRegistryThatWasStoppedIsStarted() throws IOException {
        Files.writeString(folder.resolve("registry"), "false\n");
        var run = run("up");
        assertTrue(run.calls().contains("docker start kind-registry"), run::toString);
        assertFalse(run.calls().stream().anyMatch(call -> call.startsWith("docker run")), run::toString);
    }

    @Test
    void saysWhatIsMissingAndHowToGetIt() throws IOException {
        Files.delete(folder.resolve("bin/kind"));
        var run = run("up");
        assertEquals(1, run.code());
        assertTrue(run.said().contains("kind is not installed.") && run.said().contains("go install"), run::said);
        assertEquals(List.of(), run.changes());
    }

    @Test
    void saysWhenNobodyAnswersForDocker() throws IOException {
        Files.createFile(folder.resolve("no-dockerd"));
        var run = run("up");
        assertEquals(1, run.code());
        assertTrue(run.said().contains("no dockerd answers"), run::said);
        assertEquals(List.of(), run.changes());
    }

    @Test
    void downRemovesBothAndMayBeRunAgain() throws IOException {
        run("up");
        var down = run("down");
        assertEquals(0, down.code(), down::toString);
        assertEquals(
                List.of("kind delete cluster --name diy-mesh", "docker rm --force --volumes kind-registry"),
                down.changes());
        assertEquals(0, run("down").code());
    }

    @Test
    void anythingElseIsRefused() throws IOException {
        var run = run("sideways");
        assertEquals(1, run.code());
        assertTrue(run.said().contains("up or down, not 'sideways'"), run::said);
    }
}

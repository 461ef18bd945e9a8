package mesh.k8s.tilt;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.k8s.manifests.Rendered;
import mesh.k8s.manifests.Workload;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tilt up} builds and applies the same as the commands that README tells, and what it offers is there. */
class TiltfileTest {
    private static final int PROXY_ADMIN = 15020; // in every pod that the webhook has seen

    /** Bytes, of the volume at /tmp: 96Mi. */
    private static final long ROOM = 96 << 20;

    private static Tiltfile tiltfile;
    private static Rendered overlay;

    @BeforeAll
    static void run() throws IOException {
        tiltfile = Tiltfile.run();
        overlay = Rendered.of(Rendered.KIND);
    }

    @Test
    void appliesTheOverlayKindAndNothingElse() {
        var applied = tiltfile.all("k8s_yaml");
        assertEquals(1, applied.size());
        assertEquals(overlay.yaml(), applied.getFirst().get("yaml").asText());
    }

    @Test
    void isForTheClusterThatTheScriptMakes() throws IOException {
        var cluster = Files.readString(KubeScripts.PROJECT.resolve("k8s/kind/cluster.yaml"));
        assertTrue(cluster.contains("\nname: diy-mesh\n"), cluster);
        assertEquals(
                List.of("kind-diy-mesh"),
                Tiltfile.texts(tiltfile.all("allow_k8s_contexts").getFirst().get("contexts")));
    }

    @Test
    void buildsTheImagesThatTheOverlayNames() {
        assertEquals(
                overlay.images().stream().map(TiltfileTest::untagged).toList(),
                tiltfile.images().stream()
                        .map(image -> image.get("ref").asText())
                        .sorted()
                        .toList());
    }

    @Test
    void buildsTheImagesThatTheScriptBuilds() throws IOException {
        var script = Files.readString(KubeScripts.PROJECT.resolve("scripts/images.sh"));
        var images = Pattern.compile("^images=\\(([^)]+)\\)", Pattern.MULTILINE).matcher(script);
        assertTrue(images.find(), script);
        assertEquals(
                Stream.of(images.group(1).split(" "))
                        .map(name -> "diy-service-mesh/" + name)
                        .sorted()
                        .toList(),
                tiltfile.images().stream()
                        .map(image -> image.get("ref").asText())
                        .sorted()
                        .toList());
    }

    @Test
    void looksForImagesInVariablesWhereTheWebhookIsToldOfThem() {
        var inContainers = overlay.workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .map(container -> untagged(container.getImage()))
                .collect(Collectors.toSet());
        var inVariables = overlay.workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> variable.getName().endsWith("_IMAGE"))
                .map(variable -> untagged(variable.getValue()))
                .collect(Collectors.toSet());
        for (var image : tiltfile.images()) {
            var name = image.get("ref").asText();
            assertEquals(
                    inVariables.contains(name), image.path("match_in_env_vars").asBoolean(), name);
            assertTrue(inContainers.contains(name) || inVariables.contains(name), name);
        }
    }

    @Test
    void everyFileThatItNamesIsThere() {
        for (var image : tiltfile.images()) {
            assertTrue(Files.isRegularFile(file(image.get("dockerfile"))), image::toString);
            assertTrue(Files.isDirectory(file(image.get("context"))), image::toString);
            for (var part : Tiltfile.texts(image.get("only"))) {
                assertTrue(Files.exists(file(image.get("context")).resolve(part)), part + " of " + image);
            }
            for (var step : steps(image, "sync")) {
                assertTrue(Files.exists(file(step.get("local_path"))), step::toString);
            }
        }
        for (var local : tiltfile.all("local_resource")) {
            for (var watched : Tiltfile.list(local.get("deps"))) {
                assertTrue(Files.exists(file(watched)), local::toString);
            }
        }
    }

    @Test
    void aLiveUpdateWritesWhereTheContainerMay() {
        int updated = 0;
        for (var image : tiltfile.images()) {
            for (var step : steps(image, "sync")) {
                updated++;
                var target = step.get("remote_path").asText();
                for (var container : containersOf(image.get("ref").asText())) {
                    assertTrue(
                            container.getVolumeMounts().stream()
                                    .map(VolumeMount::getMountPath)
                                    .anyMatch(mount -> target.startsWith(mount + "/")),
                            container.getName() + " has a read-only root: " + target);
                    assertTrue(
                            file(step.get("local_path")).toFile().length() < ROOM, step + " is larger than the volume");
                }
            }
            assertTrue(
                    steps(image, "sync").isEmpty() || !steps(image, "run").isEmpty(),
                    "a JVM does not notice a new jar by itself");
        }
        assertEquals(3, updated, "control plane, webhook, sample app");
    }

    @Test
    void aLiveUpdateStartsTheNewJarAndTheContainerEndsAsItIsTold(@TempDir Path folder) throws Exception {
        var image = tiltfile.images().stream()
                .filter(each -> each.get("ref").asText().endsWith("/webhook"))
                .findFirst()
                .orElseThrow();
        // A stand-in for Java: says what it runs and goes on until it is told to end.
        var java = Files.writeString(folder.resolve("java"), """
                #!/bin/sh
                echo "$@" >>%s/log
                exec sleep 60
                """.formatted(folder));
        assertTrue(java.toFile().setExecutable(true));
        var log = Files.createFile(folder.resolve("log"));
        var command = Tiltfile.texts(image.get("entrypoint")).stream()
                .map(word -> word.replace("/tmp/", folder + "/").replace("/opt/java/bin/java", java.toString()))
                .collect(Collectors.toCollection(ArrayList::new));
        command.addAll(List.of("--https", "8443"));
        var container = new ProcessBuilder(command).inheritIO().start();
        try {
            var started = "@/opt/webhook/webhook.jvm -jar %s --https 8443";
            eventually("it runs", () -> Files.readAllLines(log), lines -> lines.size() == 1);
            Files.createFile(folder.resolve("webhook.jar"));
            assertEquals(
                    "kill -HUP 1", steps(image, "run").getFirst().get("cmd").asText());
            signal("HUP", container);
            eventually("it runs again", () -> Files.readAllLines(log), lines -> lines.size() == 2);
            assertEquals(
                    List.of(
                            started.formatted("/opt/webhook/webhook.jar"),
                            started.formatted(folder.resolve("webhook.jar"))),
                    Files.readAllLines(log));
            signal("TERM", container);
            assertTrue(container.waitFor(20, TimeUnit.SECONDS), "it ends");
            assertEquals(128 + 15, container.exitValue(), "as Java did");
        } finally {
            container.descendants().forEach(ProcessHandle::destroyForcibly);
            container.destroyForcibly();
        }
    }

    private static void signal(String name, Process process) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .onExit()
                .join();
    }

    @Test
    void imagesAreMadeAnewForWhatTheirDockerfileCopiesAndForNothingElse() throws IOException {
        for (var image : tiltfile.images()) {
            var copied = Files.readAllLines(file(image.get("dockerfile"))).stream()
                    .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                    .map(line -> line.split(" +"))
                    .flatMap(words -> Stream.of(words).skip(1).limit(words.length - 2L))
                    .toList();
            var only = Tiltfile.texts(image.get("only"));
            for (var source : copied) {
                assertTrue(only.stream().anyMatch(part -> isIn(source, part)), source + " of " + image);
            }
            for (var part : only) {
                assertTrue(copied.stream().anyMatch(source -> isIn(source, part)), part + " of " + image);
            }
        }
    }

    private static boolean isIn(String source, String part) {
        return source.equals(part) || source.startsWith(part + "/");
    }

    @Test
    void aStageThatIsAskedForIsInTheDockerfile() throws IOException {
        for (var image : tiltfile.images()) {
            var target = image.path("target").asText();
            assertTrue(
                    target.isEmpty()
                            || Files.readString(file(image.get("dockerfile"))).contains(" AS " + target + "\n"),
                    image::toString);
        }
    }

    @Test
    void portForwardsLeadToPortsThatAreThere() {
        var local = new HashSet<Integer>();
        for (var resource : tiltfile.all("k8s_resource")) {
            for (var forward : Tiltfile.list(resource.get("port_forwards"))) {
                var with = forward.get("with");
                assertTrue(local.add(with.get("local_port").asInt()), () -> "taken twice: " + forward);
                int port = with.get("container_port").asInt();
                assertTrue(ports(workload(resource)).contains(port), () -> resource + " has no port " + port);
            }
        }
        assertTrue(local.size() >= 4, local::toString);
    }

    private static Set<Integer> ports(Workload workload) {
        var ports = workload.containers().stream()
                .flatMap(container -> container.getPorts().stream())
                .map(port -> port.getContainerPort())
                .collect(Collectors.toCollection(HashSet::new));
        if (workload.object().getMetadata().getNamespace().equals("mesh-demo")) {
            ports.add(PROXY_ADMIN);
        }
        return ports;
    }

    @Test
    void resourcesAreWorkloadsOfTheOverlayAndWaitForOthersThatAreThere() {
        var names = tiltfile.resources();
        assertEquals(names.size(), Set.copyOf(names).size(), names::toString);
        for (var resource : tiltfile.all("k8s_resource")) {
            workload(resource);
            assertTrue(names.containsAll(Tiltfile.texts(resource.get("resource_deps"))), resource::toString);
        }
        assertEquals(
                overlay.workloads().stream().map(Workload::name).collect(Collectors.toSet()),
                tiltfile.all("k8s_resource").stream()
                        .map(resource -> resource.get("workload").asText())
                        .collect(Collectors.toSet()));
        for (var local : tiltfile.all("local_resource")) {
            assertTrue(names.containsAll(Tiltfile.texts(local.get("resource_deps"))), local::toString);
        }
    }

    @Test
    void theSamplesWaitForTheWebhook() {
        for (var resource : tiltfile.all("k8s_resource")) {
            var namespace = workload(resource).object().getMetadata().getNamespace();
            if (namespace.equals("mesh-demo")
                    && !resource.get("workload").asText().equals("apply-route")) {
                assertTrue(Tiltfile.texts(resource.get("resource_deps")).contains("webhook"), resource::toString);
            }
        }
    }

    @Test
    void aFunctionThatTiltDoesNotHaveFailsHereToo(@TempDir Path folder) throws IOException {
        var unknown = Files.writeString(folder.resolve("Tiltfile"), "k8s_yamls('x')\n");
        assertTrue(assertThrows(IOException.class, () -> Starlark.run(unknown))
                .getMessage()
                .contains("k8s_yamls"));
        var misspelt = Files.writeString(folder.resolve("Tiltfile"), "k8s_resource('x', port_forward=1)\n");
        assertTrue(assertThrows(IOException.class, () -> Starlark.run(misspelt))
                .getMessage()
                .contains("k8s_resource has no parameter port_forward"));
        assertFalse(Starlark.run(Files.writeString(folder.resolve("Tiltfile"), "k8s_yaml('x')\n"))
                .isEmpty());
    }

    private static Workload workload(JsonNode resource) {
        var name = resource.get("workload").asText();
        return overlay.workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no workload " + name));
    }

    private static List<Container> containersOf(String image) {
        var found = overlay.workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .filter(container -> untagged(container.getImage()).equals(image))
                .toList();
        assertFalse(found.isEmpty(), image);
        return found;
    }

    private static List<JsonNode> steps(JsonNode image, String kind) {
        return Tiltfile.list(image.get("live_update")).stream()
                .filter(step -> step.get("call").asText().equals(kind))
                .map(step -> step.get("with"))
                .toList();
    }

    private static Path file(JsonNode path) {
        return KubeScripts.PROJECT.resolve(path.asText());
    }

    private static String untagged(String image) {
        return image.substring(0, image.indexOf(':'));
    }
}

package mesh.proxy.discovery;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mesh.proto.v1.Node;
import mesh.proxy.route.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Item 25 of what breaks real meshes: the control plane is away, and lies when it comes back. Scaled down so that it
 * can be run often: away for some seconds and not ten minutes (no timer of a proxy is longer than its back-off of 10 s),
 * with the discovery of 16 proxies in this process instead of 50 processes. The control plane is a real one, killed.
 */
class ControlPlaneAwayTest {
    private static final int SERVICES = 12, PROXIES = 16, LIES = 60;

    @TempDir
    private Path folder;

    private final Random random = new Random(25);
    private final List<Discovery> proxies = new ArrayList<>();
    private final List<Integer> hosts =
            new ArrayList<>(IntStream.range(0, SERVICES).boxed().toList());
    private ControlPlaneProgram controlPlane;

    @BeforeEach
    void start() throws Exception {
        controlPlane = new ControlPlaneProgram(folder);
        for (int service = 0; service < SERVICES; service++) {
            controlPlane.write("service-" + service, """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: s%d, namespace: default}
                    spec: {clusterIP: 10.96.0.%d, ports: [{name: http, port: 80}]}
                    """.formatted(service, service + 1));
        }
        writeSlices();
        controlPlane.start();
        IntStream.range(0, PROXIES).forEach(proxy -> proxies.add(proxy(proxy)));
    }

    @AfterEach
    void stop() throws Exception {
        proxies.forEach(Discovery::close);
        controlPlane.kill();
    }

    @Test
    void whatProxiesHoldStaysAndInTheEndAllAgree() throws Exception {
        awaitAgreement();

        controlPlane.kill();
        eventually(
                "all miss it",
                () -> proxies.stream().noneMatch(proxy -> proxy.status().connected()));
        for (int proxy = 0; proxy < PROXIES; proxy += 2) {
            proxies.get(proxy).close();
            proxies.set(proxy, proxy(proxy)); // its pod was restarted
        }
        eventually("the state gets old", () -> ages().allMatch(age -> age.compareTo(Duration.ofSeconds(2)) > 0));
        for (int proxy = 0; proxy < PROXIES; proxy++) {
            boolean restarted = proxy % 2 == 0;
            assertEquals(restarted, isUnknown(proxies.get(proxy).directory()), "proxy " + proxy);
            assertFalse(proxies.get(proxy).status().problem().isEmpty());
        }
        assertTrue(holds(proxies.get(1).directory()), "what is held has not changed");

        Collections.shuffle(hosts, random); // every address is another pod's from now on
        deleteSlices();
        controlPlane.start();
        lie();
        writeSlices();
        awaitAgreement();
    }

    /** Slices come and go in any order, each for the address that it has at that moment. */
    private void lie() throws Exception {
        for (int lie = 0; lie < LIES; lie++) {
            int service = random.nextInt(SERVICES);
            if (random.nextBoolean()) {
                controlPlane.delete("slice-" + service);
            } else {
                Collections.swap(hosts, service, random.nextInt(SERVICES));
                writeSlice(service);
            }
        }
    }

    private void writeSlices() throws Exception {
        for (int service : shuffled()) {
            writeSlice(service);
        }
    }

    private void deleteSlices() throws Exception {
        for (int service : shuffled()) {
            controlPlane.delete("slice-" + service);
        }
    }

    private List<Integer> shuffled() {
        var order = new ArrayList<>(IntStream.range(0, SERVICES).boxed().toList());
        Collections.shuffle(order, random);
        return order;
    }

    private void writeSlice(int service) throws Exception {
        controlPlane.write("slice-" + service, """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: s%d-a, namespace: default, labels: {kubernetes.io/service-name: s%d}}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints: [{addresses: [%s], conditions: {ready: true}, targetRef: {kind: Pod, name: %s}}]
                """.formatted(service, service, address(service), pod(service)));
    }

    private String address(int service) {
        return "10.77.0." + (hosts.get(service) + 1);
    }

    private static String pod(int service) {
        return "s%d-pod".formatted(service);
    }

    private Discovery proxy(int number) {
        return Discovery.start(
                controlPlane.address(),
                Node.newBuilder()
                        .setPod("pod-" + number)
                        .setNamespace("default")
                        .build());
    }

    private Stream<Duration> ages() {
        return proxies.stream().flatMap(proxy -> proxy.status().age().stream());
    }

    private void awaitAgreement() throws Exception {
        eventually(
                "all proxies hold what the manifests say",
                Duration.ofSeconds(60),
                () -> proxies.stream().map(Discovery::status).toList(),
                _ -> proxies.stream().allMatch(proxy -> holds(proxy.directory())));
        eventually(
                "all have one version",
                () -> proxies.stream()
                                .map(proxy -> proxy.status().version())
                                .distinct()
                                .count()
                        == 1);
    }

    /** Whether each service is known, and each address is the pod's that has it now. */
    private boolean holds(Directory directory) {
        return IntStream.range(0, SERVICES).allMatch(service -> {
            var pod = directory.podAt(InetAddress.ofLiteral(address(service)));
            var port = directory.at(vip(service)).service();
            return pod != null
                    && pod.pod().equals(pod(service))
                    && port != null
                    && port.cluster().endpoints().equals(List.of(pod));
        });
    }

    /** Connections go where they were heading. */
    private static boolean isUnknown(Directory directory) {
        return directory.at(vip(0)).service() == null
                && directory.at(vip(0)).original().equals(vip(0));
    }

    private static InetSocketAddress vip(int service) {
        return new InetSocketAddress("10.96.0." + (service + 1), 80);
    }
}

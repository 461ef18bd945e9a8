package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.linux.NetworkNamespace;
import mesh.netinit.Applied.What;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reliability, item 7: an init container that runs again (istio#18014, #21030; linkerd2-proxy-init#164). */
@NeedsRoot
@Timeout(60)
class RerunTest {
    private static final int RUNS = 10;
    private static final RulePlan PLAN = RulePlan.of(Capture.defaults());
    private static final RulePlan OTHER_PLAN =
            RulePlan.of(GoldenCase.QUEUE.capture().withExclusions(Exclusions.NONE.withOutboundPorts(PortRange.of(22))));

    private final TestNetwork network = new TestNetwork();
    private NetworkNamespace pod;
    private ServerSocketChannel proxy;

    @BeforeEach
    void makeThePod() throws Exception {
        pod = network.podWithNowhereToGo();
        proxy = Connections.listen(pod, 15001);
    }

    @AfterEach
    void removeThePod() throws IOException {
        proxy.close();
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void tenRunsAreAsOneAndCountersLiveOn(Backend backend) throws Exception {
        apply(backend, PLAN);
        for (var family : Family.values()) {
            Connections.open(pod, family.nowhere(80), 1000, 1000).close();
        }
        var counted = SavedRules.of(pod);
        assertTrue(counted.contains("[1:60] -A MESH_REDIRECT_OUTBOUND"), counted);

        for (int run = 2; run <= RUNS; run++) {
            assertTrue(apply(backend, PLAN), "run " + run + " says that it changed something");
        }

        assertEquals(counted, SavedRules.of(pod));
    }

    @ParameterizedTest
    @EnumSource
    void noConnectionEscapesWhileRulesAreReplaced(Backend backend) throws Exception {
        apply(backend, PLAN);
        var stop = new AtomicBoolean();
        var acceptor = Thread.ofPlatform().daemon().start(this::acceptAndClose);
        var application = new FutureTask<>(() -> connectUntil(stop));
        Thread.ofPlatform().daemon().start(application);

        for (int run = 0; run < RUNS; run++) {
            apply(backend, run % 2 == 0 ? OTHER_PLAN : PLAN);
        }
        stop.set(true);

        int connections = application.get(); // throws when a single one was not answered
        assertTrue(connections > RUNS, "only " + connections + " connections were tried");
        proxy.close();
        acceptor.join();
    }

    @ParameterizedTest
    @EnumSource
    void cleanupLeavesTheTablesByteForByteAsTheyWere(Backend backend) throws Exception {
        for (var family : Family.values()) {
            var program = family.program() + "-" + backend.word();
            pod.run(program, "-t", "mangle", "-A", "PREROUTING", "-p", "udp", "-j", "ACCEPT")
                    .orThrow();
            pod.run(program, "-t", "nat", "-N", "OTHERS").orThrow();
            pod.run(program, "-t", "nat", "-A", "OUTPUT", "-p", "tcp", "--dport", "7", "-j", "OTHERS")
                    .orThrow();
        }
        var before = SavedRules.of(pod);

        apply(backend, OTHER_PLAN);
        apply(backend, PLAN);
        pod.call(() -> new Applier(Tools.ofThisMachine(), Settings.DEFAULT).cleanup());

        assertEquals(before, SavedRules.of(pod));
    }

    /** @return whether nothing had to be changed */
    private boolean apply(Backend backend, RulePlan plan) throws Exception {
        return pod
                .call(() -> new Applier(Tools.ofThisMachine(), Settings.DEFAULT.withBackend(backend)).apply(plan))
                .stream()
                .allMatch(one -> one.what() == What.UNCHANGED);
    }

    private int connectUntil(AtomicBoolean stop) throws Exception {
        int connections = 0;
        while (!stop.get()) {
            for (var family : Family.values()) {
                Connections.open(pod, family.nowhere(80), 1000, 1000).close();
                connections++;
            }
        }
        return connections;
    }

    private void acceptAndClose() {
        try {
            while (proxy.isOpen()) {
                proxy.accept().close();
            }
        } catch (IOException e) {
            // The listener was closed: the test is over.
        }
    }
}

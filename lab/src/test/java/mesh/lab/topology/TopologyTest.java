package mesh.lab.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import mesh.lab.view.Failure;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private final Topology topology = Topology.of("t-");

    @Test
    void aPrefixKeepsTwoMeshesApartAndPodsKeepTheirNames() throws Failure {
        assertEquals(List.of("t-mesh-node", "t-app-a", "t-app-b", "t-app-b2"), topology.namespaces());
        assertEquals("t-app-b2", topology.pod("app-b2").namespace());
    }

    @Test
    void anUnknownPodIsAnsweredWithThoseThatThereAre() {
        var failure = assertThrows(Failure.class, () -> topology.pod("app-c"));
        assertEquals("there is no pod app-c; there are app-a, app-b, app-b2", failure.getMessage());
    }

    @Test
    void aNameLeadsToItsServiceAndThatOfAPodThatServesNothingToThePod() {
        assertEquals("""
                127.0.0.1 localhost
                ::1 localhost ip6-localhost
                10.77.0.2 app-a
                10.96.0.3 app-b
                10.96.0.4 app-b2
                10.96.0.5 app-b-all
                fd77::2 app-a
                fd96::3 app-b
                fd96::4 app-b2
                fd96::5 app-b-all
                """, topology.hosts(true));
        assertEquals(6, topology.hosts(false).lines().count());
    }

    @Test
    void anAddressIsFoundHoweverItIsWritten() {
        assertEquals(
                "app-b",
                topology.owner(InetAddress.ofLiteral("fd77:0:0:0:0:0:0:3"))
                        .orElseThrow()
                        .name());
        assertEquals(
                "app-a",
                topology.owner(InetAddress.ofLiteral("10.77.0.2")).orElseThrow().name());
        assertEquals(true, topology.owner(InetAddress.ofLiteral("10.77.0.99")).isEmpty());
    }

    @Test
    void addressesOfPodsServicesAndTheNodeHaveNames() {
        assertEquals(Optional.of("app-b2"), topology.name(InetAddress.ofLiteral("fd77::4")));
        assertEquals(Optional.of("app-b-all"), topology.name(InetAddress.ofLiteral("10.96.0.5")));
        assertEquals(Optional.of("node"), topology.name(InetAddress.ofLiteral("10.77.0.1")));
        assertEquals(Optional.empty(), topology.name(InetAddress.ofLiteral("192.0.2.1")));
    }
}

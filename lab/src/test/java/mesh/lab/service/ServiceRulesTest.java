package mesh.lab.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mesh.lab.topology.Topology;
import org.junit.jupiter.api.Test;

class ServiceRulesTest {
    private final Topology topology = Topology.of("");

    @Test
    void aVirtualAddressLeadsToTheServicesChainAndThereToItsPod() {
        assertEquals(
                List.of(
                        "-A MESH_SERVICES -d 10.96.0.3 -p tcp -m tcp --dport 8080 -m comment --comment \"service app-b, port http\" -j MESH_SVC_APP-B_8080",
                        "-A MESH_SVC_APP-B_8080 -p tcp -m comment --comment \"pod app-b\" -j DNAT --to-destination 10.77.0.3:8080"),
                lines(false, "MESH_SVC_APP-B_8080"));
    }

    @Test
    void connectionsToTwoPodsAreDividedEvenly() {
        var lines = lines(true, "MESH_SVC_APP-B-ALL_9090");
        assertTrue(
                lines.get(1)
                        .endsWith(
                                "--mode random --probability 0.5000000000 -m comment --comment \"pod app-b, one in 2\" -j DNAT --to-destination [fd77::3]:9090"),
                lines.get(1));
        assertTrue(lines.get(2).endsWith("\"pod app-b2\" -j DNAT --to-destination [fd77::4]:9090"), lines.get(2));
    }

    @Test
    void everyRuleSaysWhyAndEveryChainNameFits() {
        var text = ServiceRules.of(topology, false);
        assertTrue(
                text.lines().filter(line -> line.startsWith("-A")).allMatch(line -> line.contains("--comment \"")),
                text);
        assertTrue(
                text.lines()
                        .filter(line -> line.startsWith(":"))
                        .allMatch(line -> line.indexOf(' ') - 1 <= 28), // iptables(8)
                text);
    }

    private List<String> lines(boolean ipv6, String chain) {
        return ServiceRules.of(topology, ipv6)
                .lines()
                .filter(line -> line.startsWith("-A") && line.contains(chain))
                .toList();
    }
}

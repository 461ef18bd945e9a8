package mesh.lab.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mesh.lab.story.Journeys;
import mesh.lab.story.Stories;
import mesh.lab.story.Told;
import mesh.lab.topology.Topology;
import org.junit.jupiter.api.Test;

class HopsTest {
    @Test
    void rulesStandWhereThePacketMeetsThem() throws Exception {
        var hops = Hops.of(connection());
        assertEquals(
                List.of(
                        "app-a app, uid 2001",
                        "app-a kernel, nat OUTPUT",
                        "app-a proxy, uid 1337", // accepted
                        "app-a proxy, uid 1337", // destined
                        "app-a kernel, nat OUTPUT",
                        "app-b kernel, nat PREROUTING",
                        "app-a proxy, uid 1337", // connected
                        "app-b proxy, uid 1337", // accepted
                        "app-b proxy, uid 1337", // destined
                        "app-b kernel, nat OUTPUT",
                        "app-b proxy, uid 1337", // connected
                        "app-b app, uid 2002",
                        "app-b proxy, uid 1337", // head of the answer
                        "app-b proxy, uid 1337", // all of it
                        "app-a proxy, uid 1337",
                        "app-a proxy, uid 1337",
                        "app-a app, uid 2001",
                        "app-a proxy, uid 1337"), // closed
                hops.stream().map(hop -> hop.pod() + " " + hop.who()).toList());
    }

    @Test
    void theAppIsCapturedAndTheProxyPasses() throws Exception {
        var rules = Hops.of(connection()).stream()
                .filter(hop -> hop.who().startsWith("kernel"))
                .map(Hop::what)
                .toList();
        assertTrue(
                rules.get(0).startsWith("MESH_OUTBOUND: ") && rules.get(0).endsWith("REDIRECT to 15001"), rules.get(0));
        assertTrue(rules.get(1).startsWith("MESH_OUTBOUND: ") && rules.get(1).endsWith("passes"), rules.get(1));
        assertTrue(
                rules.get(2).startsWith("MESH_INBOUND: ") && rules.get(2).endsWith("REDIRECT to 15006"), rules.get(2));
        assertTrue(rules.get(3).startsWith("MESH_OUTBOUND: ") && rules.get(3).endsWith("passes"), rules.get(3));
    }

    @Test
    void timesCountFromTheCallAndRulesHaveNone() throws Exception {
        var lines = HopTable.of(Hops.of(connection())).lines();
        assertTrue(lines.get(1).startsWith("   0    0  app-a  app, uid 2001"), lines.get(1));
        assertTrue(lines.get(2).startsWith("           app-a  kernel, nat OUTPUT"), lines.get(2));
        assertTrue(lines.get(3).startsWith(" 100  100  app-a  proxy, uid 1337"), lines.get(3));
        assertTrue(lines.getLast().startsWith("1000"), lines.getLast());
    }

    private static FirstConnection connection() {
        var told = List.of(new Told("app-a", Stories.request(1000)), new Told("app-b", Stories.answered(1200)));
        var call = new FirstConnection.Call("http://app-b:8080/", 200, 900_000, 1_600_000, "");
        return new FirstConnection(Topology.of(""), call, Journeys.join(told).getFirst());
    }

    @Test
    void aDestinationThatIsAServicesAddressIsNamed() throws Exception {
        assertTrue(Hops.of(connection()).stream()
                .anyMatch(hop -> hop.what().endsWith("original destination 10.96.0.3:8080, service app-b")));
    }
}

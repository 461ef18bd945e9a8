package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reliability 8: the original destination of IPv4 connections on an IPv6 socket (linkerd2-proxy#2841, #2933, #3013,
 * #3793; ztunnel#585). Java's sockets are dual-stack, and an IPv4 listener is an IPv6 socket with a mapped address.
 */
@NeedsRoot
class DualStackTest {
    @ParameterizedTest(name = "client of {0}, listener on {1}")
    @CsvSource({
        Mesh.APP + ", 15006, 10.77.0.2:80",
        Mesh.APP6 + ", 15006, [fd77::2]:80",
        Mesh.APP + ", 10.77.0.2:15006, 10.77.0.2:80",
        Mesh.APP6 + ", [fd77::2]:15006, [fd77::2]:80",
    })
    void bothFamiliesReachTheAppThroughAListenerThatHearsThem(String dialled, String inbound, String destination)
            throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Mesh.Carriers.OWN, "--inbound", inbound)) {
            mesh.serverInApp(80, Server::echo);

            assertEquals("hello", echoed(mesh.fromPeer(dialled, 80)));
            var story = proxy.story(_ -> true);
            assertEquals(destination, story.get("destination").textValue());
            assertEquals(destination, story.get("upstream").textValue());
        }
    }

    @ParameterizedTest(name = "client of {0}, listener on {1}")
    @CsvSource({Mesh.APP6 + ", 10.77.0.2:15006", Mesh.APP + ", [fd77::2]:15006"})
    void aListenerOfOneFamilyOnlyRefusesTheOther(String dialled, String inbound) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Mesh.Carriers.OWN, "--inbound", inbound)) {
            mesh.serverInApp(80, Server::echo);

            assertThrows(ConnectException.class, () -> mesh.fromPeer(dialled, 80));
            assertEquals(0, proxy.stories().size());
        }
    }

    @ParameterizedTest(name = "to {0}")
    @CsvSource({Mesh.PEER + ", 10.77.0.3:80", Mesh.PEER6 + ", [fd77::3]:80"})
    void bothFamiliesLeaveThroughTheirLoopback(String dialled, String destination) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Mesh.Carriers.OWN)) {
            mesh.serverInPeer(80, Server::echo);

            assertEquals("hello", echoed(mesh.fromApp(dialled, 80)));
            var story = proxy.story(_ -> true);
            assertEquals("outbound", story.get("direction").textValue());
            assertEquals(destination, story.get("destination").textValue());
        }
    }

    private static String echoed(Socket client) throws Exception {
        client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        client.shutdownOutput();
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import mesh.linux.Command;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beyond a limit connections wait in the kernel, and are served as soon as there is room: nobody is turned away. */
@NeedsRoot
class LimitsTest {
    @ParameterizedTest
    @EnumSource
    void whoIsBeyondTheConnectionLimitIsServedWhenAnotherEnds(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers, "--max-connections", "3")) {
            var server = mesh.serverInPeer(80, Server::echo);
            var clients = connections(mesh, 5);
            eventually("three are served", () -> server.connections() == 3);
            assertEquals(3, proxy.openConnections());
            assertTrue(proxy.metric("mesh_accept_backoffs_total{direction=\"outbound\"}") >= 1);

            for (int i = 0; i < 5; i++) { // each that ends lets the next in, in whatever order the kernel queued them
                int ended = i;
                var served = eventually("one is served", () -> answered(clients), client -> client != null);
                served.close();
                clients.remove(served);
                eventually("the next is let in", () -> server.connections() >= Math.min(5, 4 + ended));
            }
            eventually("all are gone", () -> proxy.openConnections() == 0);
            assertEquals(5, server.connections());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoFindsNoDescriptorIsServedWhenThereAreSomeAgain(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers, "--connect-timeout", "20s")) {
            mesh.serverInPeer(80, Server::echo);
            try (var first = mesh.fromApp(Mesh.PEER, 80)) {
                echo(first); // classes that are needed later are loaded now
            }
            eventually("it is closed", () -> proxy.openConnections() == 0);
            long ceiling = proxy.descriptors() + 5; // two connections, and the first half of a third

            descriptors(proxy, ceiling);
            var clients = connections(mesh, 8);
            eventually("the descriptors are used up", () -> proxy.descriptors() >= ceiling);
            long cpuBefore = proxy.cpuTicks();
            Thread.sleep(1_000); // what is measured is what happens while nothing can happen
            long cpu = proxy.cpuTicks() - cpuBefore; // of 100 in that second
            assertTrue(cpu < 50, "the backlog is not empty, so select would return at once: it spins, " + cpu);
            descriptors(proxy, 10_000);

            for (var client : clients) {
                echo(client);
            }
            eventually("all are open", () -> proxy.openConnections() == 8);
            assertTrue(proxy.stories().stream()
                    .allMatch(story -> story.get("outcome").textValue().equals("ended")));
        }
    }

    /** prlimit(1): the soft limit of a running process; its own user may change that. */
    private static void descriptors(ProxyProcess proxy, long most) throws IOException {
        var pid = String.valueOf(proxy.pid());
        Command.run(
                        "setpriv",
                        "--reuid=1337",
                        "--regid=1337",
                        "--clear-groups",
                        "prlimit",
                        "--pid",
                        pid,
                        "--nofile=" + most + ":")
                .orThrow();
    }

    private static List<Socket> connections(Mesh mesh, int count) throws Exception {
        var clients = new ArrayList<Socket>();
        for (int i = 0; i < count; i++) {
            var client = mesh.fromApp(Mesh.PEER, 80); // the kernel accepts it for the proxy
            client.getOutputStream().write('x');
            clients.add(client);
        }
        return clients;
    }

    private static Socket answered(List<Socket> clients) throws IOException {
        for (var client : clients) {
            if (client.getInputStream().available() > 0) {
                return client;
            }
        }
        return null;
    }

    private static void echo(Socket client) throws IOException {
        client.getOutputStream().write('y');
        int heard;
        do {
            heard = client.getInputStream().read();
        } while (heard == 'x');
        assertEquals('y', heard);
    }
}

package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mesh.linux.NetworkNamespace;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reliability 9: a proxy that relays to itself eats memory and descriptors until it dies (linkerd2#5764, ztunnel#1366).
 * Its ports are dialled directly, from everywhere: each dial is refused, with a story where the proxy had to decide.
 */
@NeedsRoot
class RedirectLoopTest {
    private static final int TIMES = 20;

    @ParameterizedTest
    @EnumSource
    void dialsOfTheRedirectPortsAreRefusedAndLeaveNothing(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers)) {
            dialEverything(mesh);
            awaitNoneOpen(proxy);
            long before = proxy.descriptorsButFiles();
            int stories = proxy.stories().size();

            for (int i = 0; i < TIMES; i++) {
                dialEverything(mesh);
            }
            awaitNoneOpen(proxy);
            eventually("no descriptor is left", proxy::descriptorsButFiles, now -> now <= before);
            assertEquals(stories * (TIMES + 1), proxy.stories().size(), "one story for each dial: no loop");
            for (var story : proxy.stories()) {
                assertEquals("refused", story.get("outcome").textValue(), story::toString);
                assertTrue(story.get("why").textValue().contains("dialled directly"), story::toString);
                assertTrue(story.get("upstream").isNull(), story::toString);
            }
            assertTrue(stories >= 4, "the inbound port hears everybody: " + stories);
        }
    }

    private static void dialEverything(Mesh mesh) throws Exception {
        for (int port : List.of(15001, 15006)) {
            for (var outside : List.of(Mesh.APP, Mesh.APP6)) {
                refused(mesh.peer(), outside, port);
            }
            for (var inside : List.of(Mesh.APP, Mesh.APP6, "127.0.0.1", "127.0.0.9", "::1")) {
                refused(mesh.app(), inside, port);
            }
        }
    }

    /** The connection is refused at once or reset after it was accepted; it never ends as if all were well. */
    private static void refused(NetworkNamespace from, String host, int port) {
        assertThrows(
                IOException.class,
                () -> {
                    try (var socket = Sockets.connect(from, host, port)) {
                        socket.setSoTimeout(5_000);
                        var heard = new ArrayList<Integer>();
                        heard.add(socket.getInputStream().read());
                        throw new AssertionError("a clean end instead of a reset: " + heard);
                    }
                },
                host + " " + port);
    }

    private static void awaitNoneOpen(ProxyProcess proxy) throws Exception {
        eventually("none is open", () -> proxy.openConnections() == 0);
    }
}

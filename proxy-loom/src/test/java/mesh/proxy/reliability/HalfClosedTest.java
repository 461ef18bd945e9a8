package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reliability 2: half-closed connections leak (istio#43297; linkerd2#5180, #8033). conntrack forgets a connection 60 s
 * after its server has finished; when the app finishes later, its FIN is no longer redirected and never reaches the
 * proxy. netinit makes conntrack remember for longer, and the proxy resets what stays half-closed all the same.
 */
@NeedsRoot
class HalfClosedTest {
    private static final String CLOSE_WAIT = "net.netfilter.nf_conntrack_tcp_timeout_close_wait"; // seconds
    private static final Pattern REMEMBERED = Pattern.compile("tcp +6 +(\\d+) CLOSE_WAIT .*dport=80 ");

    @ParameterizedTest
    @EnumSource
    void theClientMayFinishFirstAndStillIsAnswered(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers)) {
            mesh.serverInPeer(80, HalfClosedTest::answerAfterTheEnd);
            mesh.serverInApp(80, HalfClosedTest::answerAfterTheEnd);

            assertEquals("you sent 7", askAndFinish(mesh.fromApp(Mesh.PEER, 80)));
            assertEquals("you sent 7", askAndFinish(mesh.fromPeer(Mesh.APP6, 80)));

            for (var direction : new String[] {"outbound", "inbound"}) {
                var story =
                        proxy.story(each -> each.get("direction").textValue().equals(direction));
                assertEquals("ended", story.get("outcome").textValue());
                assertTrue(story.get("steps").toString().contains("downstream finished after 7 bytes"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServerMayFinishFirstAndStillHears(Carriers carriers) throws Exception {
        var heard = new java.util.concurrent.CompletableFuture<byte[]>();
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers)) {
            mesh.serverInPeer(80, connection -> {
                connection.shutdownOutput();
                heard.complete(connection.getInputStream().readAllBytes());
            });
            var client = mesh.fromApp(Mesh.PEER, 80);
            assertEquals(-1, client.getInputStream().read());
            client.getOutputStream().write("late words".getBytes(StandardCharsets.UTF_8));
            client.close();

            assertArrayEquals("late words".getBytes(StandardCharsets.UTF_8), heard.get());
            assertEquals("ended", proxy.story(_ -> true).get("outcome").textValue());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFinThatTheKernelHasForgottenLeavesNoSocketBehind(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers, "--half-closed-timeout", "3s")) {
            mesh.app().run("sysctl", "-w", CLOSE_WAIT + "=1").orThrow(); // as if 60 s passed in one
            mesh.serverInPeer(80, HalfClosedTest::finishAndListen);
            warmUp(mesh, proxy);
            long before = proxy.descriptorsButFiles();

            var client = mesh.fromApp(Mesh.PEER, 80);
            assertEquals(-1, client.getInputStream().read());
            eventually("conntrack has forgotten", () -> !isKnown(mesh, client));
            client.close();

            var story = proxy.story(each -> !each.get("outcome").textValue().equals("ended"));
            assertEquals("timed out", story.get("outcome").textValue());
            assertTrue(story.get("why").textValue().startsWith("half-closed"));
            eventually("no socket is left", proxy::descriptorsButFiles, now -> now <= before);
        }
    }

    @Test
    void aLateFinArrivesSinceNetinitMakesConntrackRemember() throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Carriers.OWN)) {
            mesh.serverInPeer(80, HalfClosedTest::finishAndListen);
            warmUp(mesh, proxy);
            long before = proxy.descriptorsButFiles();

            var client = mesh.fromApp(Mesh.PEER, 80);
            assertEquals(-1, client.getInputStream().read());
            // The app could now wait for more than the proxy's half-closed timeout of 5 min; the kernel's default is 60
            // s.
            eventually("conntrack remembers it", () -> rememberedSeconds(mesh), seconds -> seconds > 300);
            client.close();

            eventually(
                    "both connections ended well",
                    proxy::stories,
                    stories -> stories.stream()
                                    .filter(story ->
                                            story.get("outcome").textValue().equals("ended"))
                                    .count()
                            == 2);
            eventually("no socket is left", proxy::descriptorsButFiles, now -> now <= before);
        }
    }

    @Test
    void whoReadsSlowlyAfterFinishingIsNotTakenForStalled() throws Exception {
        int bytes = 512 * 1024;
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Carriers.OWN, "--half-closed-timeout", "1s")) {
            mesh.app().run("sysctl", "-w", "net.ipv4.tcp_wmem=4096 16384 16384").orThrow(); // or the kernel takes all
            mesh.serverInPeer(80, connection -> connection.getOutputStream().write(new byte[bytes]));
            var client = mesh.fromApp(Mesh.PEER, 80);
            client.setReceiveBufferSize(8 * 1024);
            client.shutdownOutput();

            var buffer = new byte[8 * 1024];
            int read = 0;
            for (int count; (count = client.getInputStream().read(buffer)) > 0; read += count) {
                Thread.sleep(50); // a pipe full of bytes takes longer than the timeout
            }
            assertEquals(bytes, read);
            assertEquals("ended", proxy.story(_ -> true).get("outcome").textValue());
        }
    }

    /** For how long conntrack still remembers the connection that the server has finished; -1: not any more. */
    private static long rememberedSeconds(Mesh mesh) throws Exception {
        var entry = REMEMBERED.matcher(
                mesh.app().run("conntrack", "-L", "-p", "tcp").orThrow().output());
        return entry.find() ? Long.parseLong(entry.group(1)) : -1;
    }

    private static boolean isKnown(Mesh mesh, Socket client) throws Exception {
        var entries = mesh.app().run("conntrack", "-L", "-p", "tcp").orThrow().output();
        return entries.contains("sport=%d dport=80 ".formatted(client.getLocalPort()));
    }

    /** One connection before counting sockets: all that stay are there then. */
    private static void warmUp(Mesh mesh, ProxyProcess proxy) throws Exception {
        mesh.fromApp(Mesh.PEER, 80).close();
        proxy.story(_ -> true);
        eventually("it is closed", () -> proxy.openConnections() == 0);
    }

    private static void finishAndListen(Socket connection) throws Exception {
        connection.shutdownOutput();
        connection.getInputStream().readAllBytes();
    }

    private static void answerAfterTheEnd(Socket connection) throws Exception {
        int bytes = connection.getInputStream().readAllBytes().length;
        connection.getOutputStream().write(("you sent " + bytes).getBytes(StandardCharsets.UTF_8));
    }

    private static String askAndFinish(Socket client) throws Exception {
        client.getOutputStream().write("1234567".getBytes(StandardCharsets.UTF_8));
        client.shutdownOutput();
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

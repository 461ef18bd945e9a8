package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/**
 * Reliability 3: conntrack calls a segment outside of the window INVALID and does not apply nat to it. It reaches the
 * pod with the address that the client dialled, where no socket knows it, and the kernel resets the connection
 * (kubernetes#74839, istio#36489, #36566, #49975). netinit drops such segments: TCP sends what was lost again.
 */
@NeedsRoot
class OutOfWindowTest {
    private static final long UPLOAD_BYTES = 300L * 1024 * 1024;
    private static final int BEYOND = 1 << 30; // of any window that TCP can have: RFC 7323, section 2.3
    private static final int FORGED = 20;
    private static final Pattern DROPPED = Pattern.compile("\\[(\\d+):\\d+] -A MESH_INVALID .*-j DROP");

    @Test
    void forgedSegmentsDuringAnUploadDoNotResetIt() throws Exception {
        var received = new CompletableFuture<String>();
        var sent = new Bulk();
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Mesh.Carriers.OWN)) {
            mesh.serverInApp(80, connection -> {
                received.complete(new Bulk()
                        .receive(connection.getInputStream(), Long.MAX_VALUE)
                        .result());
            });
            var client = mesh.fromPeer(Mesh.APP, 80);
            try (var raw = RawTcp.open(mesh.peer(), local(client), new InetSocketAddress(Mesh.APP, 80))) {
                var forger = Thread.ofPlatform().start(() -> forge(raw));
                sent.send(client.getOutputStream(), UPLOAD_BYTES);
                client.shutdownOutput();
                assertEquals(-1, client.getInputStream().read(), "the server finished, and nobody reset");
                forger.join();
            }
            assertEquals(sent.result(), received.get());
            assertEquals("ended", proxy.story(_ -> true).get("outcome").textValue());
            assertTrue(dropped(mesh) >= FORGED, "the kernel took them for what they are: " + dropped(mesh));
        }
    }

    private static void forge(RawTcp raw) {
        for (int i = 0; i < FORGED; i++) {
            var server = raw.hear();
            raw.forge(server.acknowledged() + BEYOND, server.sequence());
        }
    }

    private static long dropped(Mesh mesh) throws IOException {
        var rules = mesh.app().run("iptables-save", "-c", "-t", "mangle").output();
        var counter = DROPPED.matcher(rules);
        assertTrue(counter.find(), rules);
        return Long.parseLong(counter.group(1));
    }

    private static InetSocketAddress local(Socket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }
}

package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader that pauses with a full window is waited for, but not for ever: TCP_USER_TIMEOUT, tcp(7). */
@NeedsRoot
class DeadPeerTest {
    private static final int BYTES = 16 * 1024 * 1024;

    @ParameterizedTest
    @MethodSource("timeouts")
    void aPauseCountsAsDeathOnlyAfterItsOwnTimeout(String[] flags, boolean survives) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Mesh.Carriers.OWN, flags)) {
            mesh.serverInPeer(80, connection -> {
                connection.getOutputStream().write(new byte[BYTES]);
                connection.getInputStream().read(); // stays open until the client has all
            });
            try (var client = mesh.fromApp(Mesh.PEER, 80)) {
                Thread.sleep(4000); // the pause is what this is about
                assertEquals(survives, readsAll(client.getInputStream()));
            }
            proxy.story(_ -> true);
        }
    }

    static Stream<Arguments> timeouts() {
        return Stream.of(
                argumentSet("short half-closed", new String[] {"--half-closed-timeout", "1s"}, true),
                argumentSet("short dead-peer", new String[] {"--dead-peer-timeout", "1s"}, false));
    }

    private static boolean readsAll(InputStream in) {
        try {
            return in.readNBytes(BYTES).length == BYTES;
        } catch (IOException e) {
            return false; // reset
        }
    }
}

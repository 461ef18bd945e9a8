package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection's story says what its first bytes look like; the bytes go on as they are. */
@NeedsRoot
class DetectionStoryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRI * HTTP/2.0~~SM~~ | looks like HTTP/2",
                "*1~$4~PING~ | looks like no protocol that is known here"
            })
    void theProtocolIsNamedAndTheBytesAreUntouched(String text, String expected) throws Exception {
        var sent = text.replace("~", "\r\n");
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Mesh.Carriers.OWN)) {
            mesh.serverInPeer(80, Server::echo);

            try (var client = mesh.fromApp(Mesh.PEER, 80)) {
                client.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                var echoed = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertEquals(sent, echoed);
            }
            var steps = proxy.story(_ -> true).get("steps");
            assertEquals(
                    1,
                    steps.valueStream()
                            .filter(step -> "detected".equals(step.get("event").textValue()))
                            .count());
            assertEquals(
                    expected,
                    steps.valueStream()
                            .filter(step -> "detected".equals(step.get("event").textValue()))
                            .findFirst()
                            .orElseThrow()
                            .get("text")
                            .textValue());
        }
    }
}

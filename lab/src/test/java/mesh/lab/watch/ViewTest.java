package mesh.lab.watch;

import static mesh.lab.watch.Segments.APP;
import static mesh.lab.watch.Segments.CLIENT;
import static mesh.lab.watch.Segments.PROXY;
import static mesh.lab.watch.Segments.at;
import static mesh.lab.watch.Segments.endpoint;
import static mesh.lab.watch.Segments.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mesh.lab.watch.Observation.Became;
import mesh.lab.watch.WatchOptions.Format;
import mesh.linux.AddressText;
import mesh.linux.Hook;
import mesh.linux.TcpPacket;
import mesh.linux.TcpPacket.Flag;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final WatchOptions OPTIONS = WatchOptions.defaults().withPayload(true);
    private static final Observation REDIRECTED = new Observation(
            at(Hook.INPUT, segment(CLIENT, PROXY, EnumSet.of(Flag.PSH, Flag.ACK), 0, 0, "GET / HTTP/1.1\r\n\u001b[2J")),
            1,
            OptionalLong.of(1),
            Optional.of(new Became(APP, PROXY)),
            Optional.empty(),
            true);

    @Test
    void aLineTellsThePacketAndItsStory() {
        var lines = View.of(OPTIONS).line(REDIRECTED).lines().toList();
        assertEquals(
                "INPUT      eth0  10.77.0.2:41000 -> 10.77.0.3:15006           PSH ACK      seq 1 ack 1 20 B"
                        + "  same packet: 10.77.0.3:8080 became 10.77.0.3:15006; retransmission",
                lines.get(0).substring("12:03:01.123456 ".length()));
        assertEquals("\"GET / HTTP/1.1...[2J\"", lines.get(1).strip(), "and nothing that moves the cursor");
    }

    @Test
    void theOwnerIsTheSenderAtOutputAndTheReceiverAtInput() {
        var packet = segment(CLIENT, PROXY, EnumSet.of(Flag.ACK), 0, 0, "");
        assertTrue(owned(Hook.OUTPUT, packet).endsWith("  from proxy"));
        assertTrue(owned(Hook.INPUT, packet).endsWith("  for proxy"));
    }

    private static String owned(Hook hook, TcpPacket packet) {
        var sighting = new Sighting(Instant.EPOCH, hook, "lo", OptionalInt.of(1337), packet);
        return View.of(OPTIONS)
                .line(new Observation(sighting, 1, OptionalLong.empty(), Optional.empty(), Optional.empty(), false));
    }

    @Test
    void thereIsColourOnlyWhenAskedFor() {
        assertFalse(View.of(OPTIONS).line(REDIRECTED).contains("\u001b"));
        assertTrue(View.of(OPTIONS.withFormat(Format.COLOUR)).line(REDIRECTED).contains("\u001b[35m"));
    }

    @Test
    void aJsonLineHasTheSameFacts() throws Exception {
        var line = new JsonMapper()
                .readTree(View.of(OPTIONS.withFormat(Format.JSON)).line(REDIRECTED));
        assertEquals("INPUT", line.get("hook").asText());
        assertEquals("2026-01-01T12:03:01.123456Z", line.get("time").asText());
        assertEquals("10.77.0.3:15006", line.get("destination").asText());
        assertEquals("10.77.0.3:8080", line.get("became").get("from").asText());
        assertEquals("[\"PSH\",\"ACK\"]", line.get("flags").toString());
        assertEquals(20, line.get("bytes").asInt());
        assertTrue(line.get("retransmission").asBoolean());
        assertFalse(line.has("uid"));
    }

    @Test
    void ownersHaveNames() {
        var options = OPTIONS.withOwner(1001, "app");
        assertEquals(Optional.of("proxy"), View.owner(options, OptionalInt.of(1337)));
        assertEquals(Optional.of("app"), View.owner(options, OptionalInt.of(1001)));
        assertEquals(Optional.of("uid 5"), View.owner(options, OptionalInt.of(5)));
        assertEquals(Optional.empty(), View.owner(options, OptionalInt.empty()));
    }

    @Test
    void ipv6AddressesAreShortAndBracketed() {
        assertEquals("[fd77::3]:8080", AddressText.of(endpoint("fd77::3", 8080)));
        assertEquals("[::1]:15001", AddressText.of(endpoint("::1", 15001)));
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedByName() {
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withCount(0));
        var error = assertThrows(IllegalArgumentException.class, () -> OPTIONS.withPort(70_000));
        assertEquals("--port is 70000; a TCP port is from 1 to 65535", error.getMessage());
    }
}

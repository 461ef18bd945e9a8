package mesh.proxy.telemetry;

import static mesh.proxy.telemetry.Exchanges.exchange;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvent.Outcome;
import org.junit.jupiter.api.Test;

/** How requests are told: a line each, and in the story of their connection. */
class RequestTellingTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void aRequestIsOneLineWithAllThatIsKnown() throws Exception {
        var trace = new TraceContext(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L, 2, 1, true, "");
        var line = line(exchange().trace(trace).outbound());
        assertEquals("""
                {"event":"request","connection":7,"direction":"outbound","method":"GET","path":"/hello",\
                "authority":"app-b","protocol":"http/1.1","status":200,"outcome":"answered","why":"",\
                "source":"app-a","service":"default/app-b","route":"default/app-b-canary",\
                "upstream":"10.77.0.3:8080","pod":"app-b-7d4b9","workload":"app-b","version":"v1","tries":1,\
                "requestBytes":10,"responseBytes":100,"micros":2000,"answeredMicros":1000,\
                "trace":"4bf92f3577b34da6a3ce929d0e0e4736"}""", ((ObjectNode) line).without("time").toString());
    }

    @Test
    void whatIsNotKnownIsNull() throws Exception {
        var line = line(exchange().nowhereKnown().from("").status(0).why("gone").inbound());
        for (var field :
                List.of("source", "service", "route", "pod", "workload", "version", "answeredMicros", "trace")) {
            assertTrue(line.get(field).isNull(), field);
        }
        assertEquals("unanswered", line.get("outcome").textValue());
    }

    @Test
    void itsTimeIsWhenItEndedNotWhenItWasWritten() throws Exception {
        long aMinuteAgo = System.nanoTime() - Duration.ofMinutes(1).toNanos();
        var line = line(exchange().event(Direction.OUTBOUND, aMinuteAgo));
        var age = Duration.between(Instant.parse(line.get("time").textValue()), Instant.now());
        assertTrue(age.toSeconds() >= 59 && age.toSeconds() <= 90, age::toString);
    }

    @Test
    void aLineStaysOneLineOfAsciiWhateverAClientSends() throws Exception {
        var line =
                line(exchange().asks("GET", "/\"\r\n\u0000\u001b[31m\u009b31mé").outbound());
        assertEquals("/\"\r\n\u0000\u001b[31m\u009b31mé", line.get("path").textValue());
        var text = written.toString(StandardCharsets.ISO_8859_1);
        assertTrue(text.strip().chars().allMatch(c -> c >= ' ' && c < 0x7f), text);
    }

    @Test
    void longFieldsAreCut() throws Exception {
        var line = line(exchange()
                .asks("M".repeat(100), "/" + "x".repeat(60_000))
                .why("y".repeat(5000))
                .outbound());
        assertEquals(32, line.get("method").textValue().length());
        assertEquals(512, line.get("path").textValue().length());
        assertTrue(line.get("path").textValue().endsWith("x…"));
        assertEquals(512, line.get("why").textValue().length());
    }

    @Test
    void theStoryOfAConnectionTellsItsLatestRequestsAndCountsTheRest() throws Exception {
        var stories = new Stories(10, AccessLog.to(written));
        for (int i = 1; i <= 100; i++) {
            stories.see(exchange().asks("GET", "/" + i).outbound());
        }
        stories.see(closed(7));
        var story = stories.after(0, 1).getFirst();
        assertEquals(100, story.exchanges());
        assertEquals(92, story.leftOut());
        assertEquals(9, story.events().size());
        assertEquals(
                "GET /93 of app-b: 200 from app-b v1 10.77.0.3:8080 in 2.0 ms",
                StoryJson.text(story.events().getFirst()));
        assertEquals("exchanged", StoryJson.name(story.events().getFirst()));
    }

    @Test
    void requestsInAllOpenStoriesTogetherAreBounded() throws Exception {
        int connections = 2000;
        var stories = new Stories(connections, AccessLog.off());
        var done = exchange().done();
        for (int round = 0; round < 2; round++) {
            for (int id = 1; id <= connections; id++) {
                for (int i = 0; i < 8; i++) {
                    stories.see(new HopEvent.Exchanged(id, 1, Direction.OUTBOUND, done));
                }
            }
            long held = 0;
            for (int id = 1; id <= connections; id++) {
                stories.see(closed(id));
                var story = stories.after(0, 1).getFirst();
                assertEquals(8, story.exchanges());
                held += story.events().size() - 1;
            }
            assertEquals(8192, held, "and what was held is free again in round " + round);
        }
    }

    @Test
    void otherStepsOfALongConnectionAreBoundedToo() throws Exception {
        var stories = new Stories(10, AccessLog.off());
        for (int i = 0; i < 1000; i++) {
            stories.see(new HopEvent.Connected(7, i, Exchanges.UPSTREAM, Exchanges.UPSTREAM, 1));
        }
        stories.see(closed(7));
        var story = stories.after(0, 1).getFirst();
        assertEquals(49, story.events().size());
        assertEquals(952, story.leftOut());
    }

    @Test
    void aRequestTellsInASentenceWhatBecameOfIt() {
        assertEquals(
                "GET /hello of app-b: 503 by the proxy itself in 2.0 ms (no endpoint of default/app-b)",
                ExchangeJson.text(
                        exchange().ours(503, "no endpoint of default/app-b").outbound()));
        assertEquals(
                "GET /hello of app-b: no answer from app-b v1 10.77.0.3:8080 in 2.0 ms, 2 tries (reset)",
                ExchangeJson.text(exchange().status(0).tries(2).why("reset").outbound()));
        assertEquals(
                "a request that could not be read: 400 by the proxy itself in 2.0 ms (two Host headers)",
                ExchangeJson.text(exchange()
                        .asks("", "")
                        .authority("")
                        .ours(400, "two Host headers")
                        .outbound()));
        assertEquals(
                "GET /hello of app-b: 200 from 10.77.0.3:8080 in 2.0 ms",
                ExchangeJson.text(exchange().nowhereKnown().inbound()));
    }

    private JsonNode line(HopEvent.Exchanged event) throws IOException {
        try (var log = AccessLog.to(written)) {
            new AccessLines(log).see(event);
        }
        return new ObjectMapper().readTree(written.toString(StandardCharsets.UTF_8));
    }

    private static HopEvent.Closed closed(long connection) {
        return new HopEvent.Closed(connection, 4_000_000, Direction.OUTBOUND, 5, 0, Outcome.ENDED, "");
    }
}

package mesh.proxy.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvent.Outcome;
import mesh.proxy.telemetry.HopEvent.Way;
import org.junit.jupiter.api.Test;

/** What becomes of events: stories, lines of the access log, counters. */
class TelemetryTest {
    private static final InetSocketAddress DOWNSTREAM = new InetSocketAddress("10.0.0.1", 41000);
    private static final InetSocketAddress LOCAL = new InetSocketAddress("10.0.0.1", 15001);
    private static final InetSocketAddress UPSTREAM = new InetSocketAddress("fd00::2", 80);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private AccessLog log;

    @Test
    void aFinishedConnectionIsAStoryALineAndCounts() throws Exception {
        try (var telemetry = telemetry(10, written)) {
            connection(telemetry.ring(), 7);
            telemetry.deliver();

            var story = telemetry.stories().after(0, 10).getFirst();
            assertEquals(1, story.seq());
            assertEquals(4, story.events().size());
            assertEquals(300, story.nanos());

            log.close(); // waits until it is written
            var line = new ObjectMapper().readTree(written.toString(StandardCharsets.UTF_8));
            assertEquals("10.0.0.1:41000", line.get("downstream").textValue());
            assertEquals("[fd00::2]:80", line.get("destination").textValue());
            assertEquals("ended", line.get("outcome").textValue());
            assertTrue(line.get("upstream").isNull(), "it never connected");
            assertEquals(5, line.get("sentBytes").intValue());

            var metrics = metrics(telemetry);
            assertTrue(metrics.contains("mesh_connections_opened_total{direction=\"outbound\"} 1.0"), metrics);
            assertTrue(
                    metrics.contains("mesh_connections_closed_total{direction=\"outbound\",outcome=\"ended\"} 1.0"),
                    metrics);
            assertTrue(metrics.contains("mesh_bytes_total{direction=\"outbound\",way=\"sent\"} 5.0"), metrics);
            assertTrue(metrics.contains("mesh_connections_open{direction=\"inbound\"} 3.0"), metrics);
            assertTrue(metrics.contains("mesh_buffer_waits_total 4.0"), metrics);
            assertTrue(metrics.contains("mesh_accept_backoffs_total{direction=\"inbound\"} 0.0"), metrics);
            assertTrue(metrics.contains("mesh_events_lost_total 0.0"), metrics);
        }
    }

    @Test
    void onlyTheLatestStoriesAreKeptAndAReaderGoesOnAfterTheLastItSaw() throws Exception {
        try (var telemetry = telemetry(10, OutputStream.nullOutputStream())) {
            var ring = telemetry.ring();
            for (int i = 1; i <= 600; i++) {
                connection(ring, i);
            }
            telemetry.deliver();
            var stories = telemetry.stories();
            assertEquals(600, stories.lastSeq());
            assertEquals(512, stories.after(0, 1000).size());
            assertEquals(2, stories.after(598, 1000).size());
            assertEquals(600, stories.after(0, 1).getFirst().seq(), "the latest, when there are too many");
            assertEquals(0, stories.after(600, 10).size());
        }
    }

    @Test
    void storiesThatNeverEndAreBounded() throws Exception {
        var stories = new Stories(2, AccessLog.off());
        for (int i = 1; i <= 3; i++) {
            stories.see(accepted(i));
        }
        stories.see(closed(1)); // its beginning had to go
        stories.see(closed(3));
        assertFalse(stories.after(0, 10).getFirst().accepted().isPresent());
        assertTrue(stories.after(1, 10).getFirst().accepted().isPresent());
    }

    @Test
    void eventsOfTheWholeProxyAreLinesToo() throws Exception {
        try (var telemetry = telemetry(10, written)) {
            telemetry.ring().emit(new HopEvent.AcceptBackoff(0, 1, Direction.INBOUND, "Too many open files"));
            telemetry.deliver();
            log.close();
            assertTrue(
                    written.toString(StandardCharsets.UTF_8)
                            .contains("\"event\":\"acceptBackoff\",\"text\":\"the inbound listener waits before it"
                                    + " accepts again: Too many open files\""),
                    written::toString);
            assertEquals(0, telemetry.stories().lastSeq());
        }
    }

    @Test
    void aLogThatBreaksIsNotWrittenToAnyMoreAndStoriesGoOn() throws Exception {
        var tries = new int[1];
        try (var telemetry = telemetry(10, new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                tries[0]++;
                throw new IOException("No space left on device");
            }
        })) {
            for (int i = 1; i <= 3; i++) {
                connection(telemetry.ring(), i);
                telemetry.deliver();
            }
            log.close();
            assertEquals(3, telemetry.stories().lastSeq());
            assertEquals(1, tries[0]);
        }
    }

    @Test
    void aLogThatNobodyReadsStallsNobodyAndItsLostLinesAreCounted() throws Exception {
        var read = new CountDownLatch(1);
        try (var telemetry = telemetry(10, new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                try {
                    read.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        })) {
            var ring = telemetry.ring();
            for (int i = 1; i <= 20_000; i++) {
                connection(ring, i);
                telemetry.deliver();
            }
            assertEquals(20_000, telemetry.stories().lastSeq());
            assertTrue(log.lost() > 0, "more lines than may wait");
            assertTrue(metrics(telemetry).contains("mesh_access_log_lines_lost_total " + (double) log.lost()));
        } finally {
            read.countDown();
        }
    }

    private Telemetry telemetry(int openStories, OutputStream to) throws IOException {
        log = AccessLog.to(to);
        return new Telemetry(
                openStories,
                new ProxyReadings(_ -> 3, () -> 4, () -> new ProxyReadings.PoolReading(5, 2, 7, 8, 9)),
                log);
    }

    private static void connection(HopEvents ring, long id) {
        ring.emit(accepted(id));
        ring.emit(new HopEvent.Destined(id, 200, UPSTREAM));
        ring.emit(new HopEvent.HalfClosed(id, 300, Way.SENT, 5));
        ring.emit(new HopEvent.Moved(id, 300, Direction.OUTBOUND, Way.SENT, 5));
        ring.emit(closed(id));
    }

    private static HopEvent accepted(long id) {
        return new HopEvent.Accepted(id, 100, Direction.OUTBOUND, DOWNSTREAM, LOCAL);
    }

    private static HopEvent closed(long id) {
        return new HopEvent.Closed(id, 400, Direction.OUTBOUND, 5, 0, Outcome.ENDED, "");
    }

    private static String metrics(Telemetry telemetry) throws IOException {
        var out = new ByteArrayOutputStream();
        telemetry.metrics().write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}

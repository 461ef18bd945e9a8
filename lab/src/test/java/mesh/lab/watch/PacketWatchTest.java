package mesh.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import mesh.lab.watch.WatchOptions.Format;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsRoot
@Timeout(60)
class PacketWatchTest {
    private static final WatchOptions JSON =
            WatchOptions.defaults().withFormat(Format.JSON).withPayload(true);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private WatchedPods pods;

    @BeforeEach
    void makePods() throws Exception {
        pods = new WatchedPods();
    }

    @AfterEach
    void removePods() throws IOException {
        pods.close();
    }

    @Test
    void aPacketIsSeenBeforeAndAfterRedirect() throws Exception {
        var lines = watchedWhile(JSON, () -> pods.exchange(WatchedPods.IPV4, "hello"));
        var before = first(lines, line -> is(line, "PREROUTING", "[\"SYN\"]"));
        var after = first(lines, line -> is(line, "INPUT", "[\"SYN\"]"));
        assertEquals("10.77.0.3:8080", before.get("destination").asText());
        assertEquals("10.77.0.3:15006", after.get("destination").asText());
        assertEquals("10.77.0.3:8080", after.get("became").get("from").asText());
        assertEquals("10.77.0.3:15006", after.get("became").get("to").asText());
        assertEquals("eth0", before.get("interface").asText());
        assertEquals("hello", firstPayload(lines));
    }

    @Test
    void anAnswerHasItsOwnerAndSaysWhatTheClientWillSee() throws Exception {
        var lines = watchedWhile(JSON.withOwner(0, "the echo"), () -> pods.exchange(WatchedPods.IPV4, "hello"));
        var answer = first(lines, line -> is(line, "OUTPUT", "[\"PSH\",\"ACK\"]"));
        assertEquals("the echo", answer.get("owner").asText());
        assertEquals("10.77.0.3:15006", answer.get("source").asText());
        assertEquals("10.77.0.3:8080", answer.get("clientSees").asText());
        assertEquals(1, answer.get("seq").asInt());
    }

    @Test
    void ipv6IsWatchedToo() throws Exception {
        var lines = watchedWhile(JSON, () -> pods.exchange(WatchedPods.IPV6, "hello"));
        var after = first(lines, line -> is(line, "INPUT", "[\"SYN\"]"));
        assertEquals("[fd77::3]:8080", after.get("became").get("from").asText());
        assertEquals("[fd77::3]:15006", after.get("became").get("to").asText());
    }

    @Test
    void aPortKeepsToConnectionsThatDialledIt() throws Exception {
        var lines = watchedWhile(JSON.withPort(8080), () -> {
            try (var direct = pods.connect(new InetSocketAddress(WatchedPods.IPV4.getAddress(), 15006))) {
                WatchedPods.ping(direct, "direct");
            }
            pods.exchange(WatchedPods.IPV4, "dialled");
        });
        assertTrue(lines.stream().noneMatch(line -> carries(line, "direct")));
        assertTrue(
                lines.stream().anyMatch(line -> line.get("hook").asText().equals("INPUT")), "seen after REDIRECT too");
        assertEquals("dialled", firstPayload(lines));
    }

    @Test
    void anotherRuleOfTheSameTableStillCountsBeforeTheWatch() throws Exception {
        pods.server
                .run("iptables", "-t", "mangle", "-A", "PREROUTING", "-p", "tcp", "--dport", "9", "-j", "DROP")
                .orThrow();
        var before = pods.mangle();
        var lines = watchedWhile(JSON, () -> {
            try (var dropped = pods.client.call(SocketChannel::open)) {
                assertThrows(
                        SocketTimeoutException.class,
                        () -> dropped.socket().connect(new InetSocketAddress(WatchedPods.IPV4.getAddress(), 9), 200));
            }
            pods.exchange(WatchedPods.IPV4, "hello");
        });
        assertTrue(lines.stream()
                .noneMatch(line -> line.get("destination").asText().endsWith(":9")));
        assertEquals(before, pods.mangle());
    }

    @Test
    void itEndsAfterTheCountAndTakesItsRulesAway() throws Exception {
        var watch = new PacketWatch(pods.server, out(), WatchOptions.defaults().withCount(3));
        var run = inBackground(watch);
        watch.awaitStarted();
        assertTrue(pods.mangle().contains("--queue-bypass"), pods.mangle());
        pods.exchange(WatchedPods.IPV4, "hello");
        assertEquals(3, run.get().shown());
        assertEquals("", pods.mangle());
        assertTrue(text().startsWith("watching pod " + pods.server.name()), text());
        assertTrue(text().contains("same packet: 10.77.0.3:8080 became 10.77.0.3:15006"), text());
    }

    @Test
    void itEndsAfterItsTime() throws Exception {
        var seen = new PacketWatch(pods.server, out(), JSON.withDuration(Duration.ofMillis(50))).run();
        assertEquals(0, seen.shown());
        assertEquals("", pods.mangle());
    }

    @Test
    void aSecondWatchOfAPodIsToldAboutTheFirstAndLeavesItAlone() throws Exception {
        watchedWhile(JSON, () -> {
            var error = assertThrows(IOException.class, () -> new PacketWatch(pods.server, out(), JSON).run());
            assertTrue(error.getMessage().contains("is being watched already"), error.getMessage());
            assertTrue(pods.mangle().contains("--queue-bypass"), "the first one's rules stay");
            pods.exchange(WatchedPods.IPV4, "hello");
        });
    }

    @Test
    void trafficFlowsWhileTheWatchIsKilledAndTheNextOneCleansUp() throws Exception {
        var watch = WatchProcess.start(pods.server);
        try (var connection = pods.connect(WatchedPods.IPV4)) {
            var output = watch.inputReader(StandardCharsets.UTF_8);
            var announced = output.readLine();
            assertTrue(announced.startsWith("watching pod"), announced);
            Thread.startVirtualThread(
                    () -> output.lines().forEach(line -> {})); // a full pipe must not be what stops it
            WatchedPods.ping(connection, "watched");
            watch.destroyForcibly(); // SIGKILL
            for (int i = 0; i < 50; i++) {
                WatchedPods.ping(connection, "dying" + i);
            }
            assertEquals(128 + 9, watch.waitFor());
            WatchedPods.ping(connection, "dead");
            pods.exchange(WatchedPods.IPV4, "new");
        } finally {
            watch.destroyForcibly();
        }
        assertTrue(pods.mangle().contains("--queue-bypass"), "a killed watch cannot clean up");
        watchedWhile(JSON, () -> pods.exchange(WatchedPods.IPV4, "hello"));
        assertEquals("", pods.mangle());
        assertFalse(PacketWatch.cleanUp(pods.server), "nothing is left");
    }

    @Test
    void onSigtermTheRulesGoBeforeTheProcess() throws Exception {
        var watch = WatchProcess.start(pods.server);
        try {
            var announced = watch.inputReader(StandardCharsets.UTF_8).readLine();
            assertTrue(announced.startsWith("watching pod"), announced);
            watch.destroy();
            assertEquals(128 + 15, watch.waitFor());
            assertEquals("", pods.mangle());
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void anOutputThatNobodyReadsHoldsUpNeitherTrafficNorTheEnd() throws Exception {
        var watch = WatchProcess.start(pods.server); // nobody reads its pipe of 64 KiB
        try (var connection = connectOnceWatched()) {
            for (int i = 0; i < 4000; i++) { // more packets than may wait to be printed
                WatchedPods.ping(connection, "unread");
            }
            watch.toHandle().destroy(); // Process.destroy would close the pipe, and so free the watch
            assertEquals(128 + 15, watch.waitFor());
            assertEquals("", pods.mangle());
        } finally {
            watch.destroyForcibly();
        }
    }

    private SocketChannel connectOnceWatched() throws Exception {
        while (!pods.mangle().contains("-A OUTPUT")) {
            Thread.onSpinWait();
        }
        return pods.connect(WatchedPods.IPV4);
    }

    private interface Work {
        void run() throws Exception;
    }

    /** What a watch prints while something happens that ends with a connection being closed by its client. */
    private List<JsonNode> watchedWhile(WatchOptions options, Work work) throws Exception {
        printed.reset();
        var watch = new PacketWatch(pods.server, out(), options);
        var run = inBackground(watch);
        watch.awaitStarted();
        work.run();
        awaitShownFin();
        watch.stop();
        run.get();
        var mapper = new JsonMapper();
        return text().lines().map(line -> parse(mapper, line)).toList();
    }

    private void awaitShownFin() {
        while (text().lines().noneMatch(line -> line.contains("\"INPUT\"") && line.contains("\"FIN\""))) {
            Thread.onSpinWait();
        }
    }

    private static FutureTask<PacketWatch.Seen> inBackground(PacketWatch watch) {
        var run = new FutureTask<>(watch::run);
        Thread.ofPlatform().daemon().start(run);
        return run;
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode parse(JsonMapper mapper, String line) {
        try {
            return mapper.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + line, e);
        }
    }

    private static JsonNode first(List<JsonNode> lines, Predicate<JsonNode> wanted) {
        return lines.stream().filter(wanted).findFirst().orElseThrow(() -> new AssertionError("not in " + lines));
    }

    private static boolean is(JsonNode line, String hook, String flags) {
        return line.get("hook").asText().equals(hook)
                && line.get("flags").toString().equals(flags);
    }

    private static String firstPayload(List<JsonNode> lines) {
        return first(lines, line -> line.has("payload")).get("payload").asText();
    }

    private static boolean carries(JsonNode line, String payload) {
        return line.has("payload") && line.get("payload").asText().equals(payload);
    }
}

package mesh.controlplane.kubernetes;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.status.Claim;
import mesh.controlplane.status.ClaimReader;
import mesh.controlplane.status.StatusKind;
import mesh.controlplane.status.StatusPatch;
import mesh.controlplane.status.Verdicts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
    private static final Answer DONE = new Answer(200, Optional.empty(), "");
    private static final Answer CONFLICT = new Answer(409, Optional.empty(), "409: somebody wrote");
    private static final Answer FORBIDDEN = new Answer(403, Optional.empty(), "403: may not");

    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<StatusPatch> sent = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final StatusWriter writer =
            new StatusWriter(this::send, log::add, Duration.ofMillis(1), Duration.ofMillis(2));

    private Answer send(StatusPatch patch) throws InterruptedException {
        sent.add(patch);
        return answers.take();
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void aConflictIsTriedAgainAndNobodyIsToldOfIt() throws Exception {
        writer.want(patches(1, "1"));
        answers.addAll(List.of(CONFLICT, CONFLICT, DONE));
        eventually("it is written", () -> writer.count().written() == 1);
        assertEquals(2, writer.count().conflicts());
        assertEquals(0, writer.count().failed());
        assertEquals(0, writer.count().pending());
        assertEquals(List.of(), log);
    }

    @Test
    void oneReasonIsToldOnceAndItsEndAsWell() throws Exception {
        writer.want(patches(3, "1"));
        answers.addAll(List.of(FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE, DONE, DONE));
        eventually("all are written", () -> writer.count().written() == 3);
        assertEquals(3, writer.count().failed());
        assertEquals(2, log.size(), log::toString);
        assertTrue(
                log.getFirst().contains("HTTPRoute shop/r0") && log.getFirst().contains("403: may not"));
        assertEquals("status: no longer: cannot be written of HTTPRoute", log.getLast());
    }

    @Test
    void whileTheServerHasTooMuchToDoNothingIsSentUntilItSaid() throws Exception {
        writer.want(patches(2, "1"));
        answers.add(new Answer(429, Optional.of(Duration.ofSeconds(1)), "429: later"));
        long start = System.nanoTime();
        answers.addAll(List.of(DONE, DONE));
        eventually("both are written", () -> writer.count().written() == 2);
        var took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofMillis(900)) > 0, took::toString);
    }

    @Test
    void anObjectThatCannotBeWrittenDoesNotHoldUpTheOthers() throws Exception {
        writer.want(patches(5, "1"));
        answers.add(new Answer(422, Optional.empty(), "422: too long"));
        IntStream.range(0, 5).forEach(i -> answers.add(DONE));
        eventually("all are written", () -> writer.count().written() == 5);
        assertEquals(1, writer.count().failed());
    }

    @Test
    void ofOneObjectOnlyTheNewestWaits() throws Exception {
        writer.want(patches(1, "1"));
        eventually("it is on its way", () -> sent.size() == 1);
        for (int version = 2; version < 100; version++) {
            writer.want(patches(1, "" + version));
        }
        assertEquals(1, writer.count().pending());
        answers.addAll(List.of(DONE, DONE));
        eventually("the newest is written", () -> writer.count().written() == 2);
        assertEquals("99", sent.getLast().claim().resourceVersion());
        assertEquals(2, sent.size());
    }

    @Test
    void whatIsWrittenButNotReadBackYetIsNotWrittenAgain() throws Exception {
        writer.want(patches(1, "1"));
        answers.add(DONE);
        eventually("it is written", () -> writer.count().written() == 1);
        writer.want(patches(1, "1"));
        assertEquals(0, writer.count().pending());
        writer.want(patches(1, "2")); // somebody removed it again
        assertEquals(1, writer.count().pending());
        answers.add(DONE);
    }

    /** For routes that are told that their Service is not there. */
    private static List<StatusPatch> patches(int count, String resourceVersion) {
        var spec = Map.<String, Object>of(
                "spec", Map.of("parentRefs", List.of(Map.of("kind", "Service", "group", "", "name", "app-b"))));
        List<Claim> claims = IntStream.range(0, count)
                .mapToObj(i ->
                        ClaimReader.read(StatusKind.ROUTE, new ObjectName("shop", "r" + i), 1, resourceVersion, spec))
                .toList();
        return new Verdicts(CatalogState.EMPTY).patches(claims);
    }
}

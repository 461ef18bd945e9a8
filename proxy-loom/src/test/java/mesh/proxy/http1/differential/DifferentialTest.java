package mesh.proxy.http1.differential;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What any two of h11, nginx and HAProxy read differently, we refuse; what all of them read as the same message, and
 * the RFC allows, we accept and read in the same way. {@link Exceptions} lists where we do not, and why.
 */
class DifferentialTest {
    private static final Map<String, Callable<Peer>> PEERS =
            Map.of("h11", H11Peer::start, "nginx", ProxyPeer::nginx, "haproxy", ProxyPeer::haproxy);

    private static final List<Case> CASES = Corpus.cases();
    private static final Map<String, List<Reading>> READINGS = new TreeMap<>();
    private static final Map<String, String> ABSENT = new TreeMap<>();

    @BeforeAll
    static void everyoneReadsEverything() throws Exception {
        try (var readers = Executors.newCachedThreadPool()) {
            var reading = new TreeMap<String, java.util.concurrent.Future<List<Reading>>>();
            PEERS.forEach((name, start) -> reading.put(name, readers.submit(() -> readAll(start))));
            for (var peer : reading.entrySet()) {
                try {
                    READINGS.put(peer.getKey(), peer.getValue().get());
                } catch (ExecutionException e) {
                    ABSENT.put(peer.getKey(), String.valueOf(e.getCause().getMessage()));
                }
            }
        }
    }

    private static List<Reading> readAll(Callable<Peer> start) throws Exception {
        try (var peer = start.call()) {
            var readings = new java.util.ArrayList<Reading>();
            for (var it : CASES) {
                readings.add(peer.read(it));
            }
            return readings;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h11", "nginx", "haproxy"})
    void isThereToCompareWith(String peer) {
        if (ABSENT.containsKey(peer)) {
            abort("no comparison with " + peer + ": " + ABSENT.get(peer));
        }
    }

    @Test
    void theCorpusIsLargeAndItsNamesAreUnique() {
        assertTrue(CASES.size() >= 150, CASES.size() + " cases");
        assertTrue(CASES.stream().map(Case::name).distinct().count() == CASES.size(), "names repeat");
    }

    @TestFactory
    Stream<DynamicTest> noMessageHasTwoReadings() throws IOException {
        return Stream.iterate(0, i -> i + 1)
                .limit(CASES.size())
                .map(i -> dynamicTest(CASES.get(i).name(), () -> compare(i)));
    }

    private static void compare(int index) throws IOException {
        var it = CASES.get(index);
        var readings = new TreeMap<String, Reading>();
        READINGS.forEach((name, all) -> readings.put(name, all.get(index)));
        Reading ours;
        try (var peer = new OurPeer()) {
            ours = peer.read(it);
        }
        new Comparison(it, ours, readings).check();
    }
}

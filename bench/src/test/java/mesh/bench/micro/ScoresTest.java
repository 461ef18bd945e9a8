package mesh.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScoresTest {
    @Test
    void aBenchmarksClassNamesItsGroup() {
        assertEquals("relay hop", Scores.group("mesh.bench.micro.RelayHopBenchmark.roundTrip"));
        assertEquals("original destination", Scores.group("mesh.bench.micro.OriginalDestinationBenchmark.ffm"));
    }

    @Test
    void theJniVariantJoinsTheOthers() {
        assertEquals("original destination", Scores.group("mesh.bench.micro.JniOriginalDestinationBenchmark.jni"));
    }
}

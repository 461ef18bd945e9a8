package mesh.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
    @Test
    void cpuIsUserAndSystemTimeAlsoWhenTheNameHasBracketsAndSpaces() {
        var stat = "4242 (a (b) c) S 1 4242 4242 0 -1 4194304 1000 0 5 0 123 45 7 8 20 0 3 0 99999 1 2";
        assertEquals(Duration.ofMillis(1680), ProcessUsage.cpu(stat));
    }

    @Test
    void residentMemoryIsVmRss() {
        assertEquals(59_284, ProcessUsage.residentKib("Name:\tjava\nVmHWM:\t   70000 kB\nVmRSS:\t   59284 kB\n"));
    }

    @Test
    void anEndingProcessHasNoMemory() {
        assertEquals(0, ProcessUsage.residentKib("Name:\tjava\nState:\tZ (zombie)\n"));
    }

    @Test
    void thisProcessHasUsedSome() throws Exception {
        var usage = ProcessUsage.of(ProcessHandle.current());
        assertTrue(usage.residentKib() > 10_000, usage.toString());
        assertTrue(usage.cpu().isPositive(), usage.toString());
    }
}

package mesh.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void theFirstValueOfAKeyCounts() {
        assertEquals(
                "AMD EPYC", Machine.value("processor\t: 0\nmodel name\t: AMD EPYC\nmodel name\t: x\n", "model name"));
    }

    @Test
    void aMachineThatDoesNotTellIsUnknown() {
        assertEquals("unknown model name", Machine.value("processor\t: 0\n", "model name"));
    }
}

package mesh.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Row RATE = new Row("work", Quantity.RATE);
    private static final Row CPU = new Row("work", Quantity.CPU);

    private final Samples samples = new Samples();

    @Test
    void columnsLineUpAndTheLastComparesWithTheBestPeer() {
        add(RATE, "direct", 40_000);
        add(RATE, "slow", 1000);
        add(RATE, "fast", 4000, 5000, 3000);
        add(RATE, "ours", 8000);
        add(CPU, "slow", 20);
        add(CPU, "fast", 10);
        add(CPU, "ours", 12);
        var table = Table.of(samples, List.of("direct", "slow", "fast", "ours"), "ours", List.of("slow", "fast"));
        assertEquals("""
                | workload: quantity, unit           | direct | slow | fast             | ours | cost of ours ÷ best peer |
                | ---------------------------------- | -----: | ---: | ---------------: | ---: | -----------------------: |
                | work: rate, /s                     | 40.0 k | 1000 | 4000 (3000–5000) | 8000 | 0.50 (fast)              |
                | work: CPU of the proxies, each, µs | –      | 20.0 | 10.0             | 12.0 | 1.20 (fast)              |
                """, table.toString());
    }

    @Test
    void withoutPeersNothingIsCompared() {
        add(RATE, "ours", 8000);
        var table = Table.of(samples, List.of("ours"), "ours", List.of());
        assertEquals("| work: rate, /s           | 8000 | –                        |", line(table, 2));
    }

    @Test
    void memoryComesLast() {
        add(new Row("idle", Quantity.MEMORY), "ours", 60);
        add(RATE, "ours", 8000);
        assertEquals(List.of(RATE, new Row("idle", Quantity.MEMORY)), samples.rows());
    }

    private void add(Row row, String subject, double... values) {
        for (double value : values) {
            samples.add(row, subject, value);
        }
    }

    private static String line(Table table, int number) {
        return table.toString().lines().toList().get(number);
    }
}

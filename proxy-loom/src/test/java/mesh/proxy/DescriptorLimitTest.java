package mesh.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DescriptorLimitTest {
    @Test
    void theDefaultFitsIntoTheDescriptors() {
        int connections = DescriptorLimit.connections(0, 16, IllegalArgumentException::new);
        assertTrue(connections > 0 && connections <= 10_000, () -> "connections: " + connections);
    }

    @Test
    void whatIsAskedForIsGivenWhenItFits() {
        assertEquals(17, DescriptorLimit.connections(17, 16, IllegalArgumentException::new));
    }

    @Test
    void moreThanFitsIsRefusedSayingWhatWould() {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> DescriptorLimit.connections(Integer.MAX_VALUE / 4, 16, IllegalArgumentException::new));
        assertTrue(
                e.getMessage().matches("the \\d+ descriptors of this process are enough for \\d+; .*"), e::getMessage);
    }
}

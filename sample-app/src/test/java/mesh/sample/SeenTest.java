package mesh.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SeenTest {
    @Test
    void addressesAreWrittenAsInAUrl() {
        assertEquals("10.77.0.2:80", written("10.77.0.2"));
        assertEquals("[fd77::3]:80", written("fd77::3"));
        assertEquals("[::1]:80", written("::1"));
        assertEquals("[fd77:1:2:3:4:5:6:7]:80", written("fd77:1:2:3:4:5:6:7"));
        assertEquals("[fd77::]:80", written("fd77::"));
    }

    private static String written(String literal) {
        return Seen.address(new InetSocketAddress(InetAddress.ofLiteral(literal), 80));
    }
}

package mesh.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.1:15006, 10.0.0.1, 15006", "[::1]:15006, ::1, 15006", "localhost:0, localhost, 0"})
    void anAddressAndAPort(String text, String host, int port) throws Exception {
        assertEquals(
                new InetSocketAddress(host, port), ListenAddress.parse(text).anyByDefault());
        assertEquals(
                List.of(new InetSocketAddress(host, port)),
                ListenAddress.parse(text).loopbackByDefault());
    }

    @Test
    void aPortAloneIsOnEveryAddressOrOnTheLoopbackOfEachFamily() throws Exception {
        var port = ListenAddress.parse("15001");
        assertTrue(port.anyByDefault().getAddress().isAnyLocalAddress());
        assertEquals("127.0.0.1", port.loopbackByDefault().getFirst().getHostString());
        assertTrue(port.loopbackByDefault().stream()
                .allMatch(address -> address.getAddress().isLoopbackAddress() && address.getPort() == 15001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"15006", "10.0.0.1:15006", "[::1]:15006"})
    void itsTextCanBeReadAgain(String text) {
        assertEquals(text, ListenAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http", "65536", "-1", "10.0.0.1:", "10.0.0.1:x", "[::1]"})
    void whatIsNoPlaceToListenIsToldHowOneLooks(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text));
        assertTrue(e.getMessage().contains("'" + text + "' is no place to listen"), e::getMessage);
        assertTrue(e.getMessage().contains("from 0 to 65535"), e::getMessage);
    }

    @Test
    void aNameThatNobodyKnowsIsSaidSo() {
        var e = assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse("no.such.host.invalid:80"));
        assertTrue(e.getMessage().contains("'no.such.host.invalid' is no address of this machine"), e::getMessage);
    }
}

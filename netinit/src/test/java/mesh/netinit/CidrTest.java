package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    /** RFC 5952, section 4: what iptables-save prints too. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "192.0.2.7, 192.0.2.7/32",
        "fd00:0:0:0:0:0:0:0/8, fd00::/8",
        "2001:DB8::1, 2001:db8::1/128",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1/128",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1/128",
        "::1, ::1/128",
        "::/0, ::/0",
        "1::, 1::/128"
    })
    void isWrittenAsIptablesWritesIt(String text, String expected) {
        assertEquals(expected, Cidr.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "8080", "10.1", "10.0.0.0/33", "fd00::/129", "10.0.0.0/-1", "10.0.0.0/x", "host/8", "::g"})
    void whatIsNoBlockIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    }

    @Test
    void bitsBeyondThePrefixAreAMistakeAndTheMessageOffersBothMeanings() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Cidr.parse("10.1.2.3/8"));
        assertTrue(refusal.getMessage().contains("write 10.0.0.0/8"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("10.1.2.3 for the one address"), refusal.getMessage());
    }

    @Test
    void containsWhatSharesItsPrefix() {
        assertTrue(Cidr.parse("10.128.0.0/9").contains(InetAddress.ofLiteral("10.255.0.1")));
        assertFalse(Cidr.parse("10.128.0.0/9").contains(InetAddress.ofLiteral("10.127.255.255")));
        assertFalse(Cidr.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("::1")));
    }
}

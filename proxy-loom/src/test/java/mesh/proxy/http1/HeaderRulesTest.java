package mesh.proxy.http1;

import static mesh.proxy.http1.Messages.refusal;
import static mesh.proxy.http1.Messages.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderRulesTest {
    private static final String START = "GET / HTTP/1.1\r\nHost: app-b\r\n";

    static Stream<Arguments> broken() {
        return Stream.of(
                broken("X: 1\nY: 2", "a line that ends with LF alone instead of CRLF", 2.2),
                broken("X: 1\rY: 2", "a CR that no LF follows", 2.2),
                broken("X: 1\r\r\nY: 2", "a CR that no LF follows", 2.2),
                broken("X: 1\0", "the control character 0x00", 5.5),
                broken("X: \u0001", "the control character 0x01", 5.5),
                broken("X: \u007f", "the control character 0x7F", 5.5),
                broken("X: 1\r\n folded", "a header line that starts with whitespace (obs-fold)", 5.2),
                broken("X: 1\r\n\tfolded", "a header line that starts with whitespace (obs-fold)", 5.2),
                broken("X : 1", "whitespace after a header's name", 5.1),
                broken("X\t: 1", "whitespace after a header's name", 5.1),
                broken("X Y: 1", "whitespace after a header's name", 5.1),
                broken(": 1", "a header line without a name", 5),
                broken("X", "a header line without a colon", 5),
                broken("X;Y: 1", "the character ';' in a header's name", 5.1),
                broken("X\u00e9: 1", "the character 0xE9 in a header's name", 5.1),
                broken("\"X\": 1", "the character '\"' in a header's name", 5.1));
    }

    private static Arguments broken(String lines, String what, double section) {
        return Arguments.of(lines, what, section);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenHeaderLineIsRefused(String lines, String what, double section) {
        var refusal = refusal(START + lines + "\r\n\r\n");
        assertEquals(what, refusal.what());
        assertEquals(400, refusal.status());
        String number = section == 5 ? "5" : Double.toString(section);
        assertEquals(
                "section " + number, refusal.rule().substring(refusal.rule().indexOf("section")));
    }

    @Test
    void whitespaceRightAfterTheStartLineIsRefused() { // RFC 9112, section 2.2
        assertEquals(400, refusal("GET / HTTP/1.1\r\n Host: app-b\r\n\r\n").status());
    }

    @Test
    void obsTextAndTabsInsideValuesAreKept() { // RFC 9110, section 5.5
        var head = request(START + "X: \u00e9\tb c \r\n\r\n");
        assertEquals("\u00e9\tb c", head.fields().first(HeaderName.of("x")).toString());
    }
}

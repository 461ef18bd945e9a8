package mesh.proxy.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DetectionProperties {
    @Provide
    Arbitrary<String> beginnings() {
        var pieces = Arbitraries.of(
                "GET ",
                "GE",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "PRI ",
                "SET ",
                "\r\n",
                "\r",
                " HTTP/1.1",
                "a",
                " ",
                "\0",
                "\u0016\u0003\u0001",
                "\u0016",
                "\u0001\0\0",
                "\0\u0005",
                "\u00ff");
        return pieces.list().ofMaxSize(8).map(it -> String.join("", it));
    }

    @Property(tries = 3000)
    void moreBytesNeverTurnAnAnswerIntoAnother(@ForAll("beginnings") String text) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        Detection before = new Detection.NeedsMore();
        for (int end = 0; end <= bytes.limit(); end++) {
            var now = Detection.of(bytes.duplicate().limit(end));
            if (!before.equals(new Detection.NeedsMore())) {
                assertEquals(before, now, "at " + end);
            }
            before = now;
        }
    }

    @Property
    void noiseHasAnAnswerAndIsNotConsumed(@ForAll byte[] noise) {
        var first = ByteBuffer.wrap(noise);
        Detection.of(first);
        assertEquals(0, first.position());
        assertEquals(noise.length, first.limit());
    }
}

package mesh.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"500ms, 500", "5s, 5000", "2m, 120000", "1h, 3600000", "1h30m, 5400000", "1.5s, 1500", "0s, 0"})
    void peopleWriteThemLikeThis(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), Durations.parse(text));
        assertEquals(Duration.ofMillis(millis), Durations.parse(Durations.text(Durations.parse(text))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "ms", "5d", "five s", "5 s", "99999999999999999999s"})
    void anythingElseIsToldWhatIsAccepted(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
        assertTrue(e.getMessage().contains("'" + text + "' is no duration"), e::getMessage);
        assertTrue(e.getMessage().contains("500ms or 5s"), e::getMessage);
    }
}

package mesh.proxy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import mesh.proxy.relay.Timeouts;

/** Durations as people write them. */
final class Durations {
    private Durations() {}

    /** {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}. @throws IllegalArgumentException saying what is accepted */
    static Duration parse(String text) {
        try {
            if (text.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration: write a number with ms, s, m or h, such as 500ms or 5s", e);
        }
    }

    /** The shortest text that {@link #parse} reads back. */
    static String text(Duration duration) {
        return Timeouts.text(duration);
    }
}

package mesh.lab.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How long something is ago, or ahead, in the unit that fits: {@code 1.3 s}, {@code 12 min}, {@code 5 h}, {@code 3 d}. */
public final class Age {
    private Age() {}

    public static String since(Instant then) {
        return of(Duration.between(then, Instant.now()));
    }

    public static String of(Duration length) {
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1e3);
        }
        if (length.compareTo(Duration.ofHours(2)) < 0) {
            return length.toMinutes() + " min";
        }
        return length.compareTo(Duration.ofDays(2)) < 0 ? length.toHours() + " h" : length.toDays() + " d";
    }
}

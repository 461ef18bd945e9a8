package mesh.lab.split;

import java.util.Locale;
import java.util.stream.Collectors;
import mesh.lab.view.Style;
import mesh.lab.view.Table;

/** A split for people: a line while it grows, a table with bars at the end. */
public final class SplitText {
    private static final int BAR = 40; // characters for all requests

    private SplitText() {}

    /** {@code 400 requests: app-b v1 362 (90.5 %), app-b2 v2 38 (9.5 %), 0 failed}. */
    public static String line(Split split) {
        var answerers = split.answerers().stream()
                .map(one -> "%s %s %d (%s)".formatted(one.pod(), one.version(), one.requests(), percent(one.share())))
                .collect(Collectors.joining(", "));
        return "%d requests: %s%s%d failed"
                .formatted(split.requests(), answerers, answerers.isEmpty() ? "" : ", ", split.failed());
    }

    public static String table(Split split) {
        var table = new Table("pod", "version", ">requests", ">share", "");
        for (var one : split.answerers()) {
            table.row(one.pod(), one.version(), one.requests(), percent(one.share()), "█".repeat((int)
                            Math.max(1, Math.round(one.share() * BAR))));
        }
        var failures = split.failures().entrySet().stream()
                .map(kind -> "  %d × %s".formatted(kind.getValue(), kind.getKey()))
                .collect(Collectors.joining("\n"));
        var failed = "%d of %d requests failed".formatted(split.failed(), split.requests());
        return table + "\n" + (failures.isEmpty() ? failed : Style.RED.of(failed) + "\n" + failures);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}

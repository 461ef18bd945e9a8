package mesh.netinit;

import java.io.IOException;
import mesh.linux.Command;

/** iptables or the kernel refused; the message carries their own words, and what to do. */
public final class IptablesException extends IOException {
    private static final long serialVersionUID = 1;

    IptablesException(String message, Throwable cause) {
        super(message, cause);
    }

    static IptablesException of(Command run, Iptables iptables) {
        var said = (run.error().isBlank() ? run.output() : run.error()).strip();
        return new IptablesException(
                "%s refused (exit status %d): %s. %s".formatted(iptables, run.exit(), oneLine(said), Remedy.of(said)),
                null);
    }

    private static String oneLine(String text) {
        return text.isEmpty()
                ? "it printed no reason"
                : String.join(" | ", text.lines().map(String::strip).toList());
    }
}

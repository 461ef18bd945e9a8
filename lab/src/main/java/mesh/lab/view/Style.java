package mesh.lab.view;

import picocli.CommandLine.Help.Ansi;

/** Emphasis, where it can be seen: on a terminal, and not when {@code NO_COLOR} is set. */
public enum Style {
    BOLD(1),
    FAINT(2),
    RED(31),
    GREEN(32),
    CYAN(36);

    private static final String ESCAPE = "\u001b[";

    private final int code; // SGR, ECMA-48 section 8.3.117

    Style(int code) {
        this.code = code;
    }

    public String of(String text) {
        return of(text, Ansi.AUTO.enabled());
    }

    String of(String text, boolean terminal) {
        return terminal ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }
}

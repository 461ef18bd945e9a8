package mesh.webhook.inject;

/** Text of others in a message of ours: no longer than a line, and without what would break it. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String of(String text) {
        var line = String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}

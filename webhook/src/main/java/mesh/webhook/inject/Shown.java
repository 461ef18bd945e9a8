package mesh.webhook.inject;

/** Text of others in a message of ours: no longer than a line, and without what would break it. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String of(String text) {
        return cut(text, LONGEST);
    }

    /** What another's message says, which may repeat what it is about. */
    static String of(Exception e) {
        return cut(e.getMessage(), 3 * LONGEST);
    }

    private static String cut(String text, int longest) {
        var line = String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
        return line.length() <= longest ? line : line.substring(0, longest) + "…";
    }
}

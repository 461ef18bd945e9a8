package mesh.netinit;

/**
 * One thing that {@code check} looked into.
 *
 * @param claim what should be so
 * @param detail what was seen, and when it is not as it should be: why, and what to do
 */
public record Finding(Family family, String claim, Result result, String detail) {
    /** How it ended. */
    public enum Result {
        HOLDS,
        FAILS,
        /** Cannot be shown here, and the detail says why; that alone is no failure. */
        UNTESTED
    }

    static Finding holds(Family family, String claim, String detail) {
        return new Finding(family, claim, Result.HOLDS, detail);
    }

    static Finding fails(Family family, String claim, String detail) {
        return new Finding(family, claim, Result.FAILS, detail);
    }

    static Finding untested(Family family, String claim, String detail) {
        return new Finding(family, claim, Result.UNTESTED, detail);
    }
}

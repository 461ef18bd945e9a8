package mesh.lab.up;

import java.util.OptionalLong;

/**
 * One thing that happens to a connection.
 *
 * @param nanos when, CLOCK_MONOTONIC; empty for what nobody takes the time of: it happens between its neighbours
 * @param pod where
 * @param who an app, a proxy, or the kernel with the hook that its rules hang on
 */
record Hop(OptionalLong nanos, String pod, String who, String what) {
    static Hop at(long nanos, String pod, String who, String what) {
        return new Hop(OptionalLong.of(nanos), pod, who, what);
    }

    static Hop between(String pod, String who, String what) {
        return new Hop(OptionalLong.empty(), pod, who, what);
    }
}

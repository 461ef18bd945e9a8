package mesh.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for what must come true, and no longer: a test that sleeps is either slow or wrong. */
public final class Eventually {
    private static final Duration GENEROUS = Duration.ofSeconds(20); // a busy machine must not make a test red
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private Eventually() {}

    /** Waits until {@code condition} holds. @throws AssertionError naming {@code what}, when it never did */
    public static void eventually(String what, Callable<Boolean> condition) throws Exception {
        eventually(what, condition, Boolean::booleanValue);
    }

    /** The first value that is {@code wanted}. @throws AssertionError with the last value, when none was */
    public static <T> T eventually(String what, Callable<T> value, Predicate<T> wanted) throws Exception {
        return eventually(what, GENEROUS, value, wanted);
    }

    /** The first value that is {@code wanted}. @throws AssertionError with the last value, when none was in time */
    public static <T> T eventually(String what, Duration within, Callable<T> value, Predicate<T> wanted)
            throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            var last = value.call();
            if (wanted.test(last)) {
                return last;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("%s: not within %s; at last: %s".formatted(what, within, last));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }
}

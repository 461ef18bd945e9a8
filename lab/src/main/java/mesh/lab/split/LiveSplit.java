package mesh.lab.split;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Counts while requests are answered, and says once a second how it stands. */
public final class LiveSplit {
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Split split = new Split();
    private final Consumer<String> say;
    private long lastSaid = System.nanoTime();
    private volatile boolean running;

    /** @param say gets a line a second */
    public LiveSplit(Consumer<String> say) {
        this.say = say;
    }

    public Split run(Replies replies) throws IOException {
        running = true;
        try {
            replies.each(this::count);
            return split;
        } finally {
            running = false;
        }
    }

    /** Ctrl-C is the usual end then: the split so far goes to {@code last}; exit code 1 when a request failed. */
    public void endWithCtrlC(Consumer<Split> last) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (running) { // else it ended by itself
                                end(last);
                            }
                        },
                        "last-split"));
    }

    private synchronized void end(Consumer<Split> last) {
        last.accept(split);
        Runtime.getRuntime().halt(split.failed() == 0 ? 0 : 1);
    }

    private synchronized void count(Reply reply) {
        split.add(reply);
        long now = System.nanoTime();
        if (now - lastSaid >= EVERY_NANOS) {
            lastSaid = now;
            say.accept(SplitText.line(split));
        }
    }
}

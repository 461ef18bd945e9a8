package mesh.lab.pod;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import mesh.lab.made.Made.Program;
import mesh.lab.view.Failure;

/** A program that was just started. */
public record Running(Program program, Process process, Path log) {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final int LOG_LINES = 15;

    /**
     * Waits until a condition holds.
     *
     * @throws Failure with the end of its log, when it ends first or is not ready in time
     */
    public Running awaitReady(BooleanSupplier ready) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw failed("ended with exit status " + process.exitValue());
            }
            if (System.nanoTime() - deadline > 0) {
                throw failed("is not ready after " + PATIENCE.toSeconds() + " s");
            }
            pause();
        }
        return this;
    }

    private Failure failed(String what) {
        return new Failure("the %s of %s %s. The end of its log (%s):%n    %s"
                .formatted(program.role(), program.pod(), what, log, Programs.tail(log, LOG_LINES)));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}

package mesh.bench.rig;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ending what we started. */
public final class Processes {
    private Processes() {}

    /** Asks with SIGTERM, and after a while does not ask. Its children, if any, go too. */
    public static void end(Process process, Duration patience) throws InterruptedIOException {
        var children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + process + " was ending");
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}

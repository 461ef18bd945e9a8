package mesh.bench.peers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ending what we started. */
final class Processes {
    private Processes() {}

    /** Asks with SIGTERM, and after a while does not ask. Its children, if any, go too. */
    static void end(Process process, Duration patience) throws InterruptedException {
        var children = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}

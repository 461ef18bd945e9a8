package mesh.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a load and tells of each reply as it comes, one line of JSON each. When nobody reads any more, it ends. */
final class LoadRun {
    private static final int REPLIES_WAITING = 1000;

    private final URI target;
    private final Load load;
    private final AtomicInteger next = new AtomicInteger();
    private final BlockingQueue<Reply> replies = new ArrayBlockingQueue<>(REPLIES_WAITING);
    private final long start = System.nanoTime();

    LoadRun(URI peer, Load load) {
        this.target = load.target(peer);
        this.load = load;
    }

    /** @throws IOException when {@code out} breaks: whoever asked has gone */
    void run(OutputStream out) throws IOException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < load.connections(); i++) {
                threads.execute(this::call);
            }
            try {
                tell(out);
            } finally {
                threads.shutdownNow(); // their sleeps and waits end; close() waits for them
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(OutputStream out) throws IOException, InterruptedException {
        for (int told = 0; told < load.count(); told++) {
            var reply = Optional.ofNullable(replies.poll());
            if (reply.isEmpty()) {
                out.flush(); // nothing more at hand: who watches shall see what there is
                reply = Optional.of(replies.take());
            }
            out.write(reply.get().line().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void call() {
        try (var connection = new PeerConnection(target, load.reuse())) {
            for (int i = next.getAndIncrement(); i < load.count(); i = next.getAndIncrement()) {
                Thread.sleep(Duration.ofNanos(Math.max(0, load.due(i).toNanos() - (System.nanoTime() - start))));
                replies.put(connection.get(load.path()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run was given up
        }
    }
}

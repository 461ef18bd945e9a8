package mesh.bench.load;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Connect, echo, close, on several platform threads at once: what a client without keep-alive does. */
record Connects(int atOnce, long millis) {
    LoadResult run() throws Exception {
        long started = System.nanoTime();
        // Threads inherit the network namespace of the thread that starts them.
        try (var threads = Executors.newFixedThreadPool(atOnce)) {
            var clients = new ArrayList<Callable<Latencies>>();
            for (int i = 0; i < atOnce; i++) {
                int number = i;
                clients.add(() -> client(number, started));
            }
            var all = new Latencies();
            for (var one : threads.invokeAll(clients)) {
                all.addAll(one.get());
            }
            return LoadResult.of(all, started);
        }
    }

    private Latencies client(int number, long started) throws Exception {
        var latencies = new Latencies();
        var message = new Message(number);
        long now = started;
        while (now - started < millis * 1_000_000) {
            try (var channel = Target.connect()) {
                message.exchange(channel, latencies.count());
            }
            long done = System.nanoTime();
            latencies.add(done - now);
            now = done;
        }
        return latencies;
    }
}

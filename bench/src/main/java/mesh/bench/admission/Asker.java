package mesh.bench.admission;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import mesh.bench.controlplane.Delays;

/** Asks as an API server does, on connections that stay. An answer that does not inject ends the run: it is no measure. */
final class Asker implements AutoCloseable {
    /** Of a run at full speed; the webhook takes 64. */
    private static final int AT_ONCE = 8;

    private final HttpClient http;
    private final URI page;

    Asker(SSLContext trust, int port) {
        http = HttpClient.newBuilder().sslContext(trust).build();
        page = URI.create("https://127.0.0.1:" + port + "/mutate");
    }

    /** How long one takes. @return in ns */
    long ask(byte[] review) throws IOException, InterruptedException {
        return askFrom(System.nanoTime(), review);
    }

    private long askFrom(long start, byte[] review) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(page)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(review))
                .build();
        var answer = http.send(request, BodyHandlers.ofByteArray());
        long took = System.nanoTime() - start;
        if (answer.statusCode() != 200 || !new String(answer.body(), StandardCharsets.UTF_8).contains("\"patch\"")) {
            throw new IOException("the webhook did not inject: " + answer.statusCode() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return took;
    }

    /**
     * So many a second, whether or not those before are answered. The clock of each runs from when it should have been
     * sent, so that one slow answer is not hidden by the fewer questions that come after it.
     */
    Delays steadily(byte[] review, int aSecond, Duration time) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long gap = TimeUnit.SECONDS.toNanos(1) / aSecond;
        long count = time.toSeconds() * aSecond;
        var answers = new ArrayList<Future<Long>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i < count; i++) {
                long intended = begin + i * gap;
                TimeUnit.NANOSECONDS.sleep(intended - System.nanoTime());
                answers.add(threads.submit(() -> askFrom(intended, review)));
            }
            return delays(answers);
        }
    }

    /** One after the other, some at once, as fast as they are answered. @return how many a second */
    double asFastAsPossible(byte[] review, Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Callable<Long> many = () -> {
            long count = 0;
            while (System.nanoTime() < end) {
                ask(review);
                count++;
            }
            return count;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var counts = new ArrayList<Future<Long>>();
            for (int i = 0; i < AT_ONCE; i++) {
                counts.add(threads.submit(many));
            }
            long all = 0;
            for (var count : counts) {
                all += result(count);
            }
            return (double) all / time.toSeconds();
        }
    }

    private static Delays delays(Iterable<Future<Long>> answers) throws IOException, InterruptedException {
        var nanos = java.util.stream.LongStream.builder();
        for (var answer : answers) {
            nanos.add(result(answer));
        }
        return Delays.of(nanos.build());
    }

    private static long result(Future<Long> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

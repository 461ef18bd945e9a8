package mesh.bench.peers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mesh.bench.load.LoadAgent;
import mesh.bench.load.LoadRequest;
import mesh.bench.load.LoadResult;
import mesh.bench.rig.Jvm;
import mesh.bench.rig.Processes;

/** The process that makes the load, as this one talks to it. */
final class Generator implements Closeable {
    private final JsonMapper json = new JsonMapper();
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader results;

    private Generator(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.results = process.inputReader(StandardCharsets.UTF_8);
    }

    static Generator start() throws IOException {
        return new Generator(Jvm.start(LoadAgent.class, List.of()));
    }

    /**
     * Makes one measurement.
     *
     * @throws IOException when a byte was wrong, a connection failed, or it took longer than {@code limit}
     */
    LoadResult measure(LoadRequest request, Duration limit) throws IOException, InterruptedException {
        requests.write(json.writeValueAsString(request));
        requests.newLine();
        requests.flush();
        var result = json.readValue(nextLine(limit), LoadResult.class);
        if (result.error() != null) {
            throw new IOException(result.error());
        }
        return result;
    }

    private String nextLine(Duration limit) throws IOException, InterruptedException {
        var line = CompletableFuture.supplyAsync(this::readLine, Thread::startVirtualThread);
        try {
            return line.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no end after " + limit.toSeconds() + " s: bytes or connections got stuck", e);
        } catch (ExecutionException e) {
            throw new IOException("the load generator ended", e);
        }
    }

    private String readLine() {
        try {
            var line = results.readLine();
            if (line == null) {
                throw new IllegalStateException("end of its output");
            }
            return line;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Processes.end(process, Duration.ofSeconds(2));
    }
}

package mesh.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One finished run of a program of the system, such as {@code ip} or {@code iptables-restore}.
 *
 * @param line what was run
 * @param exit the exit status
 * @param output standard output, whole
 * @param error standard error, whole
 */
public record Command(List<String> line, int exit, String output, String error) {
    /** Runs a program to its end, whatever its exit status. */
    public static Command run(String... line) throws IOException {
        return run(List.of(line), "");
    }

    /** Runs a program to its end with a text as its standard input. */
    public static Command run(List<String> line, String input) throws IOException {
        var process = new ProcessBuilder(line).start();
        try {
            var error = CompletableFuture.supplyAsync(
                    () -> read(process.errorReader(StandardCharsets.UTF_8)), Thread::startVirtualThread);
            var feed = Thread.startVirtualThread(() -> feed(process, input));
            var output = read(process.inputReader(StandardCharsets.UTF_8));
            int exit = process.waitFor();
            feed.join();
            return new Command(line, exit, output, error.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while `" + String.join(" ", line) + "` ran", e);
        } finally {
            process.destroy();
        }
    }

    public boolean ok() {
        return exit == 0;
    }

    /** This run, when it succeeded. @throws IOException with the line, the exit status and what it printed */
    public Command orThrow() throws IOException {
        if (!ok()) {
            throw new IOException("`%s` failed with exit status %d: %s"
                    .formatted(String.join(" ", line), exit, (error.isBlank() ? output : error).strip()));
        }
        return this;
    }

    private static void feed(Process process, String input) {
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        } catch (IOException e) {
            // The program ended without reading it all; its exit status and its messages tell the story.
        }
    }

    private static String read(java.io.Reader reader) {
        try (reader) {
            return reader.readAllAsString();
        } catch (IOException e) {
            return "(output lost: " + e.getMessage() + ")";
        }
    }
}

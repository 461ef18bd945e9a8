package mesh.proxy.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Writes a log on a thread of its own. Standard output is often a pipe, and who reads it may stall: then lines wait
 * here, up to a bound, and beyond it they are lost and counted. Neither traffic nor the pages wait for a log.
 */
final class LogWriter implements AutoCloseable {
    private static final int WAITING_CHARS = 4 * 1024 * 1024; // 10,000 requests, say
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private record Lines(String text, int count) {}

    private final OutputStream out;
    private final ArrayDeque<Lines> waiting = new ArrayDeque<>();
    private int waitingChars;
    private boolean writing;
    private boolean closed;
    private boolean broken;
    private long lost;

    private LogWriter(OutputStream out) {
        this.out = out;
    }

    static LogWriter start(OutputStream out) {
        var writer = new LogWriter(out);
        Thread.ofPlatform().name("access-log").daemon().start(writer::run);
        return writer;
    }

    /** Takes {@code count} whole lines, to be written soon. */
    synchronized void offer(String text, int count) {
        if (broken || waitingChars + text.length() > WAITING_CHARS) {
            lost += count;
            return;
        }
        waiting.add(new Lines(text, count));
        waitingChars += text.length();
        notifyAll();
    }

    /** How many lines were not written. */
    synchronized long lost() {
        return lost;
    }

    /** Waits a moment for what is waiting. The stream is its owner's to close: it may be standard output. */
    @Override
    public synchronized void close() {
        long deadline = System.nanoTime() + LAST_WORDS.toNanos();
        closed = true;
        notifyAll();
        try {
            while ((writing || !waiting.isEmpty()) && deadline - System.nanoTime() > 0) {
                wait(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (Lines lines; (lines = next()) != null; ) {
                out.write(lines.text().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("access log ends here, the proxy goes on: " + e.getMessage());
            end();
        }
    }

    /** The next lines; null when the log is closed and all are written. */
    private synchronized Lines next() throws InterruptedException {
        writing = false;
        notifyAll();
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        var lines = waiting.poll();
        if (lines != null) {
            waitingChars -= lines.text().length();
            writing = true;
        }
        return lines;
    }

    private synchronized void end() {
        broken = true;
        writing = false;
        lost += waiting.stream().mapToInt(Lines::count).sum();
        waiting.clear();
        notifyAll();
    }
}

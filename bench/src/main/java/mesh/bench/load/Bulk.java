package mesh.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Streams of bytes both ways on one connection. The client opens with a header that says how many bytes each way has;
 * the server's go-ahead starts the clock. Each end finishes with one more byte when it has verified what it received,
 * so both know that the last byte has arrived.
 *
 * @param up bytes from the client to the server
 * @param down bytes from the server to the client
 */
record Bulk(long up, long down) {
    /** Opens a bulk connection where an echo would open with another number. */
    static final long MAGIC = 0x4D455348_42554C4BL; // "MESHBULK"

    static final int HEADER_BYTES = 3 * Long.BYTES;
    private static final byte GO = 'g', VERIFIED = 'v';

    LoadResult run() throws IOException {
        try (var channel = Target.connect()) {
            var header = ByteBuffer.allocate(HEADER_BYTES);
            write(channel, header.putLong(MAGIC).putLong(up).putLong(down).flip());
            expect(channel, GO);
            long started = System.nanoTime();
            stream(channel, Pattern.UP, up, Pattern.DOWN, down);
            return LoadResult.of(up + down, started);
        }
    }

    /** The server's side of the connection whose header says this. */
    void serve(SocketChannel channel) throws IOException {
        write(channel, ByteBuffer.wrap(new byte[] {GO}));
        stream(channel, Pattern.DOWN, down, Pattern.UP, up);
    }

    private static void stream(SocketChannel channel, Pattern ours, long send, Pattern theirs, long receive)
            throws IOException {
        var sending = CompletableFuture.runAsync(() -> send(channel, ours, send), Bulk::platformThread);
        try {
            receive(channel, theirs, receive);
            sending.join();
        } catch (CompletionException e) {
            throw new IOException("sending failed: " + e.getCause(), e);
        }
        write(channel, ByteBuffer.wrap(new byte[] {VERIFIED}));
        expect(channel, VERIFIED);
    }

    private static void expect(SocketChannel channel, byte expected) throws IOException {
        var answer = ByteBuffer.allocate(1);
        readSome(channel, answer);
        if (answer.get(0) != expected) {
            throw new IOException("expected '%c' from the other end, got %d".formatted(expected, answer.get(0)));
        }
    }

    private static void platformThread(Runnable task) {
        Thread.ofPlatform().name("bulk-sender").daemon().start(task);
    }

    private static void send(SocketChannel channel, Pattern pattern, long bytes) {
        try {
            long sent = 0;
            while (sent < bytes) {
                sent += channel.write(pattern.from(sent, bytes - sent));
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void receive(SocketChannel channel, Pattern pattern, long bytes) throws IOException {
        var buffer = ByteBuffer.allocateDirect(Pattern.CHUNK_BYTES);
        long received = 0;
        while (received < bytes) {
            buffer.clear().limit((int) Math.min(bytes - received, buffer.capacity()));
            int count = readSome(channel, buffer);
            pattern.verify(received, buffer.flip());
            received += count;
        }
    }

    private static int readSome(SocketChannel channel, ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer);
        if (count < 0) {
            throw new EOFException("the connection ended too early");
        }
        return count;
    }

    private static void write(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}

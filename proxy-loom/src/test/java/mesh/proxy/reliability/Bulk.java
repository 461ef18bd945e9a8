package mesh.proxy.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/** Many bytes, no block like another, and a checksum over them: a lost, doubled or swapped byte shows. */
final class Bulk {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final byte[] block = new byte[BLOCK_BYTES];
    private final CRC32C checksum = new CRC32C();
    private final AtomicLong bytes = new AtomicLong();

    Bulk() {
        new Random(1).nextBytes(block);
    }

    /** Writes {@code total} bytes, a multiple of a block. */
    void send(OutputStream out, long total) throws IOException {
        for (long sent = 0; sent < total; sent += BLOCK_BYTES) {
            ByteBuffer.wrap(block).putLong(0, sent);
            out.write(block);
            count(block, BLOCK_BYTES);
        }
    }

    /** Reads at most {@code most} bytes, fewer at the end of the stream. */
    Bulk receive(InputStream in, long most) throws IOException {
        while (bytes.get() < most) {
            int read = in.read(block, 0, (int) Math.min(BLOCK_BYTES, most - bytes.get()));
            if (read < 0) {
                break;
            }
            count(block, read);
        }
        return this;
    }

    private void count(byte[] data, int length) {
        checksum.update(data, 0, length);
        bytes.addAndGet(length);
    }

    /** Bytes until now; from any thread. */
    long bytes() {
        return bytes.get();
    }

    String result() {
        return "%d bytes, CRC-32C %08x".formatted(bytes.get(), checksum.getValue());
    }
}

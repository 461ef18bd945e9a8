package mesh.proxy.http1;

import java.nio.ByteBuffer;

/** Where a head is written to, or only measured. */
sealed interface Output {
    void put(byte[] bytes, int from, int to);

    default void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    default void put(Slice slice) {
        put(slice.bytes(), slice.from(), slice.to());
    }

    /** Writes into a buffer. */
    record Writer(ByteBuffer out) implements Output {
        @Override
        public void put(byte[] bytes, int from, int to) {
            out.put(bytes, from, to - from);
        }
    }

    /** Counts what would be written. */
    final class Counter implements Output {
        private int bytes;

        @Override
        public void put(byte[] ignored, int from, int to) {
            bytes += to - from;
        }

        int bytes() {
            return bytes;
        }
    }
}

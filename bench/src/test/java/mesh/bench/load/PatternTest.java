package mesh.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PatternTest {
    private static final long LATE = 5_000_000_011L;

    @Test
    void whatWasSentIsFoundInOrder() throws IOException {
        Pattern.UP.verify(LATE, Pattern.UP.from(LATE, Pattern.CHUNK_BYTES));
    }

    @Test
    void aChangedByteIsNamed() {
        var read = ByteBuffer.allocate(100).put(Pattern.UP.from(LATE, 100)).flip();
        read.put(42, (byte) ~read.get(42));
        var e = assertThrows(IOException.class, () -> Pattern.UP.verify(LATE, read));
        assertEquals("byte 5000000053 is not the one that was sent", e.getMessage());
    }

    @Test
    void aLostByteIsFound() {
        assertThrows(IOException.class, () -> Pattern.UP.verify(LATE, Pattern.UP.from(LATE + 1, 100)));
    }

    @Test
    void bytesThatWentTheWrongWayAreFound() {
        assertThrows(IOException.class, () -> Pattern.DOWN.verify(LATE, Pattern.UP.from(LATE, 100)));
    }
}

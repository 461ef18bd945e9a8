package mesh.proxy.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mesh.testkit.Eventually;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    @Test
    void aBufferThatWasGivenBackIsTakenAgainAndEmpty() throws Exception {
        var pool = new BufferPool(2);
        var buffer = pool.take();
        buffer.put((byte) 1);
        pool.give(buffer);
        var again = pool.take();
        assertSame(buffer, again);
        assertEquals(BufferPool.BUFFER_BYTES, again.remaining());
        assertNotSame(again, pool.take());
    }

    @Test
    void whoFindsNoneWaitsUntilOneIsGivenBack() throws Exception {
        var pool = new BufferPool(1);
        var only = pool.take();
        var taken = new CompletableFuture<ByteBuffer>();
        var waiter = Thread.ofPlatform().start(() -> taken.completeAsync(() -> taken(pool), Runnable::run));
        Eventually.eventually("it waits", () -> waiter.getState() == Thread.State.WAITING);
        pool.give(only);
        assertSame(only, taken.get(10, TimeUnit.SECONDS));
        assertEquals(1, pool.waits());
    }

    @Test
    void aBurstCanBeRepeatedThoughNotAllItsBuffersAreKept() throws Exception {
        var pool = new BufferPool(200);
        for (int round = 0; round < 3; round++) {
            var all = new ArrayList<ByteBuffer>();
            for (int i = 0; i < 200; i++) {
                all.add(pool.take());
            }
            all.forEach(pool::give);
        }
    }

    private static ByteBuffer taken(BufferPool pool) {
        try {
            return pool.take();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package mesh.proxy.loom;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.proxy.telemetry.HopEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopTest {
    private EventLoop loop;
    private Pipe pipe;

    @BeforeEach
    void start() throws IOException {
        loop = EventLoop.start(7, new BufferPool(4), new PipePool(0));
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
    }

    @AfterEach
    void stop() throws IOException {
        loop.close();
        pipe.sink().close();
        pipe.source().close();
    }

    @Test
    void everyThreadOfALoopRunsOnItsOneCarrier() throws Exception {
        var carriers = new LinkedBlockingQueue<Thread>();
        for (int i = 0; i < 100; i++) {
            loop.start(() -> carriers.add(VirtualThreads.currentCarrier()));
        }
        var first = carriers.poll(10, TimeUnit.SECONDS);
        assertEquals("carrier-7", first.getName());
        for (int i = 1; i < 100; i++) {
            assertEquals(first, carriers.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aThreadThatWaitsToReadGoesOnWhenBytesCome() throws Exception {
        var read = onLoop(readiness -> {
            readiness.await(SelectionKey.OP_READ, Readiness.NEVER);
            return pipe.source().read(ByteBuffer.allocate(10));
        });
        send(3);
        assertEquals(3, read.get());
    }

    @Test
    void bytesThatComeWhileNobodyWaitsAreFoundByTheNextWait() throws Exception {
        var second = new CompletableFuture<Readiness>();
        var first = onLoop(readiness -> {
            readiness.await(SelectionKey.OP_READ, Readiness.NEVER);
            return second.complete(readiness); // and reads nothing: the loop takes its interest back
        });
        send(1);
        assertTrue(first.get());
        aFewTurns();
        var again = new CompletableFuture<Integer>();
        loop.start(() -> again.completeAsync(() -> waitAndRead(second.join()), Runnable::run));
        assertEquals(1, again.get());
    }

    @Test
    void aDeadlineEndsTheWaitAndNotTheNextOne() throws Exception {
        var ends = onLoop(readiness -> {
            var thrown = new ArrayList<Class<?>>();
            try {
                readiness.await(SelectionKey.OP_READ, System.nanoTime() + 1_000_000);
            } catch (SocketTimeoutException e) {
                thrown.add(e.getClass());
            }
            send(1);
            readiness.await(
                    SelectionKey.OP_READ,
                    System.nanoTime() + Duration.ofSeconds(50).toNanos());
            return thrown;
        });
        assertEquals(List.of(SocketTimeoutException.class), ends.get());
    }

    @Test
    void aNudgeReturnsTheReaderEarly() throws Exception {
        var readiness = new CompletableFuture<Readiness>();
        var nudged = onLoop(own -> {
            readiness.complete(own);
            own.await(SelectionKey.OP_READ, Readiness.NEVER);
            return pipe.source().read(ByteBuffer.allocate(1));
        });
        var own = readiness.get();
        loop.execute(own::nudge); // runs after the reader has parked: the loop does one thing at a time
        assertEquals(0, nudged.get());
    }

    @Test
    void cancelWakesTheReaderForGoodAndForgetsItsTimer() throws Exception {
        var readiness = new CompletableFuture<Readiness>();
        var cancelled = onLoop(own -> {
            readiness.complete(own);
            try {
                own.await(
                        SelectionKey.OP_READ,
                        System.nanoTime() + Duration.ofHours(1).toNanos());
                return "woken as if all were well";
            } catch (AsynchronousCloseException e) {
                return e;
            }
        });
        var own = readiness.get();
        loop.execute(own::cancel);
        assertInstanceOf(AsynchronousCloseException.class, cancelled.get());
        assertEquals(0, timers());
    }

    @Test
    void noWorkFromOutsideIsForgotten() throws Exception {
        var done = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 20_000; n++) {
                    loop.execute(done::incrementAndGet);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        eventually("all has run", () -> done.get() == 80_000);
    }

    @Test
    void whoHoldsACarrierIsNamedByTheWatchdogOnce() throws Exception {
        var events = new LinkedBlockingQueue<HopEvent>();
        var release = new CountDownLatch(1);
        try (var _ = new Watchdog(List.of(loop), events::add)) {
            loop.start(() -> greedyLoop(release));
            var stalled = assertInstanceOf(HopEvent.CarrierStalled.class, events.poll(20, TimeUnit.SECONDS));
            assertEquals("carrier-7", stalled.carrier());
            assertTrue(stalled.atLeastMillis() >= 100, stalled::toString);
            assertTrue(stalled.stack().contains("greedyLoop"), stalled::stack);
            assertEquals(null, events.poll(300, TimeUnit.MILLISECONDS), "told once a stall");
        } finally {
            release.countDown();
        }
    }

    private static void greedyLoop(CountDownLatch release) {
        while (release.getCount() > 0) {
            Thread.onSpinWait(); // gives nothing back: the carrier is held
        }
    }

    private int waitAndRead(Readiness readiness) {
        try {
            readiness.await(SelectionKey.OP_READ, Readiness.NEVER);
            return pipe.source().read(ByteBuffer.allocate(10));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void send(int bytes) throws IOException {
        assertEquals(bytes, pipe.sink().write(ByteBuffer.wrap(new byte[bytes])));
    }

    private void aFewTurns() throws Exception {
        for (int i = 0; i < 5; i++) {
            timers();
        }
    }

    private int timers() throws Exception {
        var size = new CompletableFuture<Integer>();
        loop.execute(() -> size.complete(loop.deadlines().size()));
        return size.get();
    }

    private interface Work<T> {
        T apply(Readiness readiness) throws Exception;
    }

    /** Runs on the loop with the pipe's reading end registered there. */
    private <T> CompletableFuture<T> onLoop(Work<T> work) {
        var result = new CompletableFuture<T>();
        loop.start(() -> {
            try {
                result.complete(work.apply(loop.register(pipe.source())));
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}

package mesh.bench.controlplane;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** All proxies, and when each saw what. */
final class Proxies implements Closeable {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** What everybody is waiting for; with an empty address, for the first state, whole. */
    private record Awaited(String address, CountDownLatch missing, AtomicLongArray seen) {}

    private final List<ProxyStream> streams = new ArrayList<>();
    private final int count;
    private volatile Awaited awaited;

    Proxies(int count) {
        this.count = count;
        await("");
    }

    /** Connects them one after another, without waiting for what they are sent. */
    void connect(int port) {
        for (int i = 0; i < count; i++) {
            streams.add(new ProxyStream(i, port, this));
        }
    }

    /** From now on the next thing to wait for is an endpoint with this address. */
    void await(String address) {
        awaited = new Awaited(address, new CountDownLatch(count), new AtomicLongArray(count));
    }

    /** Called by a proxy with what it was sent last. */
    void received(int proxy, Iterable<String> addresses, boolean complete) {
        long now = System.nanoTime();
        var expected = awaited;
        boolean it = expected.address.isEmpty() ? complete : contains(addresses, expected.address);
        if (it && expected.seen.compareAndSet(proxy, 0, now)) {
            expected.missing.countDown();
        }
    }

    private static boolean contains(Iterable<String> addresses, String wanted) {
        for (var address : addresses) {
            if (address.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Waits until all have it. @return how long it took to each, since that {@link System#nanoTime} */
    Delays all(long since) throws IOException, InterruptedException {
        if (!awaited.missing.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("%d of %d proxies were not told of %s within %d s. Streams that ended: %s"
                    .formatted(
                            awaited.missing.getCount(),
                            count,
                            awaited.address.isEmpty() ? "the first state" : awaited.address,
                            LONGEST.toSeconds(),
                            streams.stream().filter(ProxyStream::ended).limit(3).toList()));
        }
        var seen = awaited.seen;
        return Delays.of(IntStream.range(0, count).mapToLong(proxy -> seen.get(proxy) - since));
    }

    @Override
    public void close() {
        streams.forEach(ProxyStream::close);
    }
}

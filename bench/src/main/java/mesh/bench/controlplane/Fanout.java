package mesh.bench.controlplane;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One run: all proxies connect and get the whole state, then endpoints change one after another.
 *
 * @param firstState from the first connection until the last proxy had everything
 * @param delays from a manifest's change until a proxy had read it, of every change and proxy
 * @param slowest of each change, the last proxy's
 * @param cpuPerChange of the control plane
 * @param residentKib after the last change
 * @param peakKib the most ever
 */
record Fanout(
        Duration firstState, Delays delays, Delays slowest, Duration cpuPerChange, long residentKib, long peakKib) {
    /** Some changes before those that count, for the compilers of both sides. */
    private static final int WARM_UP = 20;

    /** Changes come when they come: not in step with what the catalog does between two looks. */
    private static final int LONGEST_PAUSE = 150; // ms

    static Fanout measure(Size size, ManyServices services, ControlPlaneProcess controlPlane)
            throws IOException, InterruptedException {
        try (var proxies = new Proxies(size.proxies())) {
            long start = System.nanoTime();
            proxies.connect(controlPlane.port());
            var first = Duration.ofNanos(proxies.all(start).longest());
            for (int i = 0; i < WARM_UP; i++) {
                change(i, services, proxies);
            }
            var before = controlPlane.usage();
            var delays = new ArrayList<Delays>();
            for (int i = 0; i < size.changes(); i++) {
                delays.add(change(WARM_UP + i, services, proxies));
            }
            var after = controlPlane.usage();
            return new Fanout(
                    first,
                    Delays.all(delays),
                    Delays.of(delays.stream().mapToLong(Delays::longest)),
                    after.cpu().minus(before.cpu()).dividedBy(size.changes()),
                    after.residentKib(),
                    controlPlane.peakKib());
        }
    }

    /** @return how long it took to each proxy */
    private static Delays change(int number, ManyServices services, Proxies proxies)
            throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(RandomGenerator.getDefault().nextInt(LONGEST_PAUSE));
        proxies.await(services.address(number));
        long changed = System.nanoTime();
        services.change(number);
        return proxies.all(changed);
    }
}

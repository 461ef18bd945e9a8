package mesh.lab.watch;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import mesh.linux.Hook;
import mesh.linux.Interfaces;
import mesh.linux.QueuedPacket;
import mesh.linux.TcpPacket;
import mesh.linux.Verdict;

/**
 * The decision about each packet: accept, at once. What was seen goes through a bounded queue to whoever prints, so a
 * slow terminal never holds a packet up; what does not fit is not shown, and counted.
 */
final class Capturing implements Function<QueuedPacket, Verdict> {
    private static final int WAITING = 8192;

    private final BlockingQueue<Sighting> sightings = new ArrayBlockingQueue<>(WAITING);
    private final Map<Integer, String> interfaces = new HashMap<>(); // of one pod, so few
    private final AtomicLong notShown = new AtomicLong();

    /** Called on the queue's thread, which is inside the pod. */
    @Override
    public Verdict apply(QueuedPacket packet) {
        var time = Instant.now();
        TcpPacket.parse(packet.bytes()).ifPresent(tcp -> offer(sighting(time, packet, tcp)));
        return Verdict.ACCEPT;
    }

    /** The next sighting, if one comes in time. */
    Optional<Sighting> next(long millis) throws InterruptedException {
        return Optional.ofNullable(sightings.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** Packets that went by while the printer was too far behind. */
    long notShown() {
        return notShown.get();
    }

    private void offer(Sighting sighting) {
        if (!sightings.offer(sighting)) {
            notShown.incrementAndGet();
        }
    }

    private Sighting sighting(Instant time, QueuedPacket packet, TcpPacket tcp) {
        int index = packet.hook() == Hook.OUTPUT ? packet.outInterface() : packet.inInterface();
        var name = interfaces.computeIfAbsent(
                index, unknown -> Interfaces.name(unknown).orElse(""));
        return new Sighting(time, packet.hook(), name, packet.uid(), tcp);
    }
}

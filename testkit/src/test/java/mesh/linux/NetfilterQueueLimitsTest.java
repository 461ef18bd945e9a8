package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to packets while the decision about an earlier one takes its time. */
@NeedsRoot
@Timeout(30)
class NetfilterQueueLimitsTest {
    private static final QueueOptions OPTIONS = QueueOptions.queue(QueuedPod.NUMBER);

    private final CountDownLatch proceed = new CountDownLatch(1);
    private QueuedPod queued;

    @BeforeEach
    void makeThePod() throws Exception {
        queued = new QueuedPod();
    }

    @AfterEach
    void removeThePod() throws IOException {
        proceed.countDown();
        queued.close();
    }

    @Test
    void aFullQueueFailsOpen() throws Exception {
        try (var queue = queued.queue(OPTIONS.withLength(1), this::acceptWhenTold);
                var held = queued.beginToConnect()) {
            assertTrue(queue.flags().contains(QueueFlag.FAIL_OPEN));
            queued.awaitWaiting(1);
            queued.connect(2000);
            assertFalse(held.finishConnect());
            proceed.countDown();
            QueuedPod.finishConnect(held);
        }
    }

    @Test
    void aFullQueueWithoutFailOpenDrops() throws Exception {
        try (var queue = queued.queue(OPTIONS.withLength(1).withFlags(), this::acceptWhenTold);
                var held = queued.beginToConnect()) {
            assertTrue(queue.flags().isEmpty());
            queued.awaitWaiting(1);
            assertThrows(SocketTimeoutException.class, () -> queued.connect(300));
            proceed.countDown();
            QueuedPod.finishConnect(held);
        }
    }

    @Test
    void packetsThatWaitWhenTheQueueClosesStillGetTheirVerdict() throws Exception {
        var queue = queued.queue(this::acceptWhenTold);
        try (var first = queued.beginToConnect();
                var second = queued.beginToConnect()) {
            queued.awaitWaiting(2);
            var closing = new FutureTask<>(() -> closed(queue));
            var closer = Thread.ofPlatform().start(closing);
            while (closer.getState() != Thread.State.WAITING) { // for the queue's thread, which it has told to stop
                Thread.onSpinWait();
            }
            proceed.countDown();
            assertTrue(closing.get().packets() >= 2);
            for (var client : List.of(first, second)) {
                QueuedPod.finishConnect(client);
                assertEquals(0, TcpInfo.of(client).retransmissions(), "its SYN was not dropped and sent again");
            }
        }
    }

    @Test
    void aFloodPastTheReceiveBufferIsCountedAndTheQueueLivesOn() throws Exception {
        var clients = new ArrayList<SocketChannel>();
        try (var queue = queued.queue(OPTIONS.withReceiveBufferBytes(4096).withFlags(), this::acceptWhenTold)) {
            while (queued.lost() == 0) {
                clients.add(queued.beginToConnect());
            }
            proceed.countDown();
            for (var client : clients) {
                QueuedPod.finishConnect(client); // the lost SYN is sent again after a second
                client.close();
            }
            assertTrue(queue.counters().overruns() > 0, () -> queue.counters().toString());
            long before = queue.counters().packets();
            queued.connect(2000);
            assertTrue(queue.counters().packets() > before);
        }
    }

    @Test
    void optionsOutOfRangeAreRefusedByName() {
        var error = assertThrows(IllegalArgumentException.class, () -> QueueOptions.queue(70_000));
        assertEquals("NFQUEUE number is 70000; it must be from 0 to 65535", error.getMessage());
    }

    private static QueueCounters closed(NetfilterQueue queue) throws IOException {
        queue.close();
        return queue.counters();
    }

    private Verdict acceptWhenTold(QueuedPacket packet) {
        try {
            proceed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Verdict.ACCEPT;
    }
}

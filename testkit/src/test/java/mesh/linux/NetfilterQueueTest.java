package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import mesh.linux.TcpPacket.Flag;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsRoot
@Timeout(30)
class NetfilterQueueTest {
    private final LinkedBlockingQueue<QueuedPacket> seen = new LinkedBlockingQueue<>();
    private QueuedPod queued;

    @BeforeEach
    void makeThePod() throws Exception {
        queued = new QueuedPod();
    }

    @AfterEach
    void removeThePod() throws IOException {
        queued.close();
    }

    @Test
    void anAcceptedPacketArrivesAndShowsItsHookOwnerAndContent() throws Exception {
        try (var queue = alwaysSaying(Verdict.ACCEPT)) {
            queued.connect(2000);
            var packet = seen.remove();
            assertEquals(Hook.OUTPUT, packet.hook());
            assertEquals(OptionalInt.of(0), packet.uid(), () -> "flags granted: " + queue.flags());
            assertEquals(OptionalInt.of(0), packet.gid());
            assertEquals(
                    "lo",
                    queued.pod
                            .call(() -> Interfaces.name(packet.outInterface()))
                            .orElseThrow());
            var syn = TcpPacket.parse(packet.bytes()).orElseThrow();
            assertTrue(syn.has(Flag.SYN) && !syn.has(Flag.ACK), syn.toString());
            assertEquals(QueuedPod.ADDRESS, syn.destination());
        }
    }

    @Test
    void theOwnerOfAPacketIsTheUserThatSentIt() throws Exception {
        try (var queue = alwaysSaying(Verdict.ACCEPT)) {
            var connect = "exec 3<>/dev/tcp/127.0.0.1/18080";
            queued.pod
                    .run("setpriv", "--reuid", "1337", "--regid", "1338", "--clear-groups", "bash", "-c", connect)
                    .orThrow();
            assertEquals(OptionalInt.of(1337), seen.element().uid(), () -> "flags granted: " + queue.flags());
            assertEquals(OptionalInt.of(1338), seen.element().gid());
        }
    }

    @Test
    void aDroppedPacketNeverArrives() throws Exception {
        try (var queue = alwaysSaying(Verdict.DROP)) {
            assertThrows(SocketTimeoutException.class, () -> queued.connect(300));
            assertTrue(queue.counters().packets() >= 1);
        }
    }

    @Test
    void aMarkIsThereForLaterRules() throws Exception {
        var rejectMarked = "iptables -A OUTPUT -p tcp -m mark --mark 42 -j REJECT --reject-with tcp-reset"; // in filter
        queued.pod.run(rejectMarked.split(" ")).orThrow();
        try (var queue = alwaysSaying(Verdict.acceptWithMark(42))) {
            assertThrows(ConnectException.class, () -> queued.connect(2000));
            assertEquals(1, queue.counters().packets());
            assertEquals(0, seen.element().mark());
        }
    }

    @Test
    void trafficFlowsOnceTheQueueIsClosed() throws Exception {
        alwaysSaying(Verdict.DROP).close();
        queued.connect(2000);
        assertTrue(seen.isEmpty());
    }

    @Test
    void aDecisionThatThrowsCostsNoPacketAndEndsTheQueueWithItsReason() throws Exception {
        var queue = queued.queue(packet -> {
            throw new IllegalStateException("a bug in the decision");
        });
        queued.connect(2000);
        var error = assertThrows(IOException.class, queue::await);
        assertTrue(error.getMessage().contains("a bug in the decision"), error.getMessage());
        queued.connect(2000);
    }

    @Test
    void aQueueInUseIsAnErrorThatNamesItsOwner() throws Exception {
        try (var queue = alwaysSaying(Verdict.ACCEPT)) {
            assertEquals(QueuedPod.NUMBER, queue.number());
            var error = assertThrows(QueueInUseException.class, () -> alwaysSaying(Verdict.ACCEPT));
            assertTrue(error.getMessage().contains("EPERM"), error.getMessage());
            assertTrue(error.getMessage().contains("in use by the program with netlink port"), error.getMessage());
        }
    }

    @Test
    void withoutThePrivilegeTheErrorNamesIt() throws Exception {
        assertEquals("opened 7\n", OpenQueueProcess.run(queued.pod));
        var refused = OpenQueueProcess.run(queued.pod, "setpriv", "--bounding-set", "-net_admin");
        assertTrue(refused.contains("nfq_create_queue failed with EPERM"), refused);
        assertTrue(refused.contains("needs CAP_NET_ADMIN"), refused);
    }

    @Test
    void theSameNumberInAnotherPodIsAnotherQueue() throws Exception {
        var other = queued.otherPod();
        try (var here = alwaysSaying(Verdict.ACCEPT);
                var there = other.call(
                        () -> NetfilterQueue.open(QueueOptions.queue(QueuedPod.NUMBER), packet -> Verdict.DROP))) {
            queued.connect(2000);
            assertTrue(here.counters().packets() > 0);
            assertEquals(0, there.counters().packets());
        }
    }

    private NetfilterQueue alwaysSaying(Verdict verdict) throws Exception {
        return queued.queue(packet -> {
            seen.add(packet);
            return verdict;
        });
    }
}

package mesh.lab.watch;

import static mesh.lab.watch.Segments.APP;
import static mesh.lab.watch.Segments.CLIENT;
import static mesh.lab.watch.Segments.PROXY;
import static mesh.lab.watch.Segments.at;
import static mesh.lab.watch.Segments.endpoint;
import static mesh.lab.watch.Segments.segment;
import static mesh.lab.watch.Segments.syn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import mesh.lab.watch.Observation.Became;
import mesh.linux.Hook;
import mesh.linux.TcpPacket.Flag;
import org.junit.jupiter.api.Test;

class ConversationsTest {
    private static final long CLIENT_ISN = 0xffff_fffeL; // about to wrap
    private static final long SERVER_ISN = 7000;
    private static final Set<Flag> ACK = Set.of(Flag.ACK);

    private final Conversations conversations = new Conversations();

    @Test
    void aPacketBeforeAndAfterRedirectIsOne() {
        var before = conversations.observe(at(Hook.PREROUTING, syn(CLIENT, APP, CLIENT_ISN)));
        var after = conversations.observe(at(Hook.INPUT, syn(CLIENT, PROXY, CLIENT_ISN)));
        assertEquals(Optional.empty(), before.became());
        assertEquals(Optional.of(new Became(APP, PROXY)), after.became());
    }

    @Test
    void anAnswerFromTheProxySaysWhatTheClientWillSee() {
        handshake();
        var answer = conversations.observe(at(Hook.OUTPUT, segment(PROXY, CLIENT, ACK, SERVER_ISN + 1, 0, "hello")));
        assertEquals(Optional.of(APP), answer.clientSees());
    }

    @Test
    void anOutgoingConnectionIsFollowedThroughLoopback() {
        var captured = endpoint("127.0.0.1", 15001);
        conversations.observe(at(Hook.OUTPUT, syn(CLIENT, APP, 1)));
        var redirected = conversations.observe(at(Hook.PREROUTING, syn(CLIENT, captured, 1)));
        var arrived = conversations.observe(at(Hook.INPUT, syn(CLIENT, captured, 1)));
        assertEquals(Optional.of(new Became(APP, captured)), redirected.became());
        assertEquals(Optional.empty(), arrived.became());
    }

    @Test
    void aReplyGetsItsDialledSourceBackOnLoopback() {
        var captured = endpoint("127.0.0.1", 15001);
        conversations.observe(at(Hook.OUTPUT, syn(CLIENT, APP, 1)));
        conversations.observe(at(Hook.PREROUTING, syn(CLIENT, captured, 1)));
        conversations.observe(at(Hook.OUTPUT, segment(captured, CLIENT, ACK, 500, 2, "")));
        var arriving = conversations.observe(at(Hook.PREROUTING, segment(APP, CLIENT, ACK, 500, 2, "")));
        assertEquals(Optional.of(new Became(captured, APP)), arriving.became());
    }

    @Test
    void numbersCountFromTheSynUnderEveryAddressAndAcrossTheWrap() {
        handshake();
        var request = conversations.observe(
                at(Hook.PREROUTING, segment(CLIENT, APP, ACK, 0xffff_ffffL, SERVER_ISN + 1, "GET")));
        assertEquals(1, request.sequence());
        assertEquals(OptionalLong.of(1), request.acknowledgement());
        var answer = conversations.observe(at(Hook.OUTPUT, segment(PROXY, CLIENT, ACK, SERVER_ISN + 1, 2, "200")));
        assertEquals(1, answer.sequence());
        assertEquals(OptionalLong.of(4), answer.acknowledgement());
    }

    @Test
    void aConnectionWhoseBeginningWasMissedCountsFromWhatIsSeenFirst() {
        var late = conversations.observe(at(Hook.PREROUTING, segment(CLIENT, APP, ACK, 900, 800, "x")));
        assertEquals(1, late.sequence());
        assertEquals(OptionalLong.of(1), late.acknowledgement());
    }

    @Test
    void theSameBytesAtTheSameHookAreARetransmission() {
        var data = segment(CLIENT, APP, ACK, 900, 800, "data");
        assertFalse(conversations.observe(at(Hook.PREROUTING, data)).retransmission());
        assertFalse(conversations.observe(at(Hook.INPUT, data)).retransmission(), "another hook");
        assertTrue(conversations.observe(at(Hook.PREROUTING, data)).retransmission());
        assertFalse(conversations
                .observe(at(Hook.PREROUTING, segment(CLIENT, APP, ACK, 904, 800, "more")))
                .retransmission());
    }

    @Test
    void acknowledgementsWithoutBytesAreNoRetransmissions() {
        var acknowledgement = segment(CLIENT, APP, ACK, 900, 800, "");
        conversations.observe(at(Hook.PREROUTING, acknowledgement));
        assertFalse(conversations.observe(at(Hook.PREROUTING, acknowledgement)).retransmission());
    }

    @Test
    void aSynAgainIsARetransmissionAndAnotherSynAnotherConnection() {
        conversations.observe(at(Hook.PREROUTING, syn(CLIENT, APP, 10)));
        assertTrue(
                conversations.observe(at(Hook.PREROUTING, syn(CLIENT, APP, 10))).retransmission());
        var next = conversations.observe(at(Hook.PREROUTING, syn(CLIENT, APP, 99_000)));
        assertFalse(next.retransmission());
        assertEquals(0, next.sequence());
    }

    private void handshake() {
        conversations.observe(at(Hook.PREROUTING, syn(CLIENT, APP, CLIENT_ISN)));
        conversations.observe(at(Hook.INPUT, syn(CLIENT, PROXY, CLIENT_ISN)));
        conversations.observe(at(
                Hook.OUTPUT,
                segment(PROXY, CLIENT, Set.of(Flag.SYN, Flag.ACK), SERVER_ISN, CLIENT_ISN + 1 & 0xffff_ffffL, "")));
    }
}

package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two connections on loopback with a pipe between them: sender -> from | pipe | to -> receiver. */
@Timeout(20)
class PipeTest {
    private SocketChannel sender;
    private SocketChannel from;
    private SocketChannel to;
    private SocketChannel receiver;

    @BeforeEach
    void connect() throws IOException {
        try (var listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            sender = SocketChannel.open(listener.getLocalAddress());
            from = listener.accept();
            to = SocketChannel.open(listener.getLocalAddress());
            receiver = listener.accept();
            from.configureBlocking(false);
            to.configureBlocking(false);
        }
    }

    @AfterEach
    void close() throws IOException {
        for (var channel : new SocketChannel[] {sender, from, to, receiver}) {
            channel.close();
        }
    }

    @Test
    void movesEveryByteInOrderAndThenSaysTheEnd() throws Exception {
        var bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        var sending = Thread.startVirtualThread(() -> send(bytes));
        var received = ByteBuffer.allocate(bytes.length + 1);
        var receiving = Thread.startVirtualThread(() -> receive(received));
        try (var pipe = Pipe.open(1 << 18)) {
            while (pipe.fill(from) != Splice.END) {
                while (pipe.held() > 0) {
                    pipe.drain(to);
                }
                Thread.onSpinWait();
            }
        }
        to.shutdownOutput();
        sending.join();
        receiving.join();
        assertEquals(bytes.length, received.position());
        assertArrayEquals(bytes, java.util.Arrays.copyOf(received.array(), bytes.length));
    }

    @Test
    void anIdleSocketWouldBlockAndAnEmptyPipeGivesNothing() throws Exception {
        try (var pipe = Pipe.open(1 << 16)) {
            assertEquals(Splice.WOULD_BLOCK, pipe.fill(from));
            assertEquals(0, pipe.drain(to));
            assertEquals(0, pipe.held());
        }
    }

    @Test
    void aReceiverThatDoesNotReadMakesThePipeHoldTheBytes() throws Exception {
        to.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
        sender.configureBlocking(false);
        var chunk = ByteBuffer.allocate(1 << 16);
        try (var pipe = Pipe.open(1 << 16)) {
            boolean stuck = false;
            while (!stuck) {
                sender.write(chunk.clear());
                pipe.fill(from);
                stuck = pipe.held() > 0 && pipe.drain(to) == Splice.WOULD_BLOCK;
            }
            assertTrue(pipe.held() > 0 && pipe.held() <= pipe.capacity(), () -> "holds " + pipe.held());
        }
    }

    @Test
    void aResetConnectionIsAnErrorThatNamesErrno() throws Exception {
        sender.setOption(StandardSocketOptions.SO_LINGER, 0);
        sender.close();
        try (var pipe = Pipe.open(1 << 16)) {
            var error = assertThrows(IOException.class, () -> fillUntilItBreaks(pipe));
            assertTrue(error.getMessage().contains("ECONNRESET"), error.getMessage());
        }
    }

    @Test
    void closingGivesBothDescriptorsBackOnceAndForAll() throws Exception {
        var pipe = Pipe.open(1 << 16);
        long open = pipes();
        pipe.close();
        pipe.close();
        assertEquals(open - 2, pipes());
        assertThrows(ClosedChannelException.class, () -> pipe.fill(from));
        assertThrows(ClosedChannelException.class, () -> pipe.drain(to));
    }

    private void fillUntilItBreaks(Pipe pipe) throws IOException {
        while (pipe.fill(from) == Splice.WOULD_BLOCK) {
            Thread.onSpinWait();
        }
    }

    private static long pipes() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(PipeTest::isPipe).count();
        }
    }

    /** The kernel gives a closed descriptor's number to the next connection, whose bytes must not go astray. */
    @Test
    void aClosedConnectionIsNotTakenForTheOneThatHasItsNumberNow() throws Exception {
        try (var listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var pipe = Pipe.open(1 << 16)) {
            int number = Descriptors.of(from);
            from.close();
            try (var other = SocketChannel.open(listener.getLocalAddress());
                    var peer = listener.accept()) {
                assertTrue(Descriptors.of(other) == number || Descriptors.of(peer) == number, "the number is in use");
                other.write(ByteBuffer.wrap("hers".getBytes(StandardCharsets.US_ASCII)));
                peer.write(ByteBuffer.wrap("hers".getBytes(StandardCharsets.US_ASCII)));

                assertEquals(-1, Descriptors.of(from));
                assertThrows(IOException.class, () -> pipe.fill(from));
                assertEquals(0, pipe.held());
                assertEquals(4, other.read(ByteBuffer.allocate(16)));
                assertEquals(4, peer.read(ByteBuffer.allocate(16)));
            }
        }
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException e) {
            return false; // the descriptor of the listing itself, which is gone by now
        }
    }

    private void send(byte[] bytes) {
        try {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                sender.write(buffer);
            }
            sender.shutdownOutput();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void receive(ByteBuffer received) {
        try {
            while (receiver.read(received) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

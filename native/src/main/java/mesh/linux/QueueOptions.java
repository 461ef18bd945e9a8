package mesh.linux;

import java.util.Set;

/**
 * How a queue is to be set up.
 *
 * @param number the N of {@code -j NFQUEUE --queue-num N}: 0 to 65535, one owner each in a namespace
 * @param copyBytes how much of each packet is copied to us, 1 to 65535; decisions about TCP need the first 120
 * @param length packets that may wait for a verdict; the next one is dropped, or accepted with FAIL_OPEN
 * @param receiveBufferBytes the netlink socket's buffer; when it is full, the kernel says ENOBUFS and packets are lost
 * @param flags what to ask for; {@link NetfilterQueue#flags()} says what this kernel grants
 */
public record QueueOptions(int number, int copyBytes, int length, int receiveBufferBytes, Set<QueueFlag> flags) {
    public QueueOptions {
        require("number", number, 0, 0xffff);
        require("copyBytes", copyBytes, 1, 0xffff);
        require("length", length, 1, 1 << 20);
        require("receiveBufferBytes", receiveBufferBytes, 4096, 1 << 30);
        flags = Set.copyOf(flags);
    }

    /** Whole packets, 1,024 of them waiting (the kernel's default), 4 MiB of buffer, owner known, fail open. */
    public static QueueOptions queue(int number) {
        return new QueueOptions(number, 0xffff, 1024, 4 << 20, Set.of(QueueFlag.FAIL_OPEN, QueueFlag.UID_GID));
    }

    public QueueOptions withCopyBytes(int bytes) {
        return new QueueOptions(number, bytes, length, receiveBufferBytes, flags);
    }

    public QueueOptions withLength(int packets) {
        return new QueueOptions(number, copyBytes, packets, receiveBufferBytes, flags);
    }

    public QueueOptions withReceiveBufferBytes(int bytes) {
        return new QueueOptions(number, copyBytes, length, bytes, flags);
    }

    public QueueOptions withFlags(QueueFlag... asked) {
        return new QueueOptions(number, copyBytes, length, receiveBufferBytes, Set.of(asked));
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "NFQUEUE %s is %d; it must be from %d to %d".formatted(name, value, min, max));
        }
    }
}

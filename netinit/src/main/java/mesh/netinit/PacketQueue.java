package mesh.netinit;

import java.util.List;

/**
 * Shows packets to a program through NFQUEUE, always with {@code --queue-bypass}: when nobody listens, they go on.
 *
 * @param number the queue's number, 0 to 65535
 * @param hooks where in the mangle table packets are queued
 */
public record PacketQueue(int number, List<Hook> hooks) {
    /** Before and after an inbound REDIRECT, and what the pod sends. */
    public static final List<Hook> USUAL_HOOKS = List.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT);

    public PacketQueue {
        if (number < 0 || number > 65535) {
            throw new IllegalArgumentException("queue " + number + " is not 0 to 65535");
        }
        if (hooks.isEmpty()) {
            throw new IllegalArgumentException("a queue needs at least one hook, such as PREROUTING");
        }
        hooks = hooks.stream().distinct().sorted().toList();
    }
}

package mesh.linux;

/** What a queue can be asked to do besides: NFQA_CFG_F_… of {@code <linux/netfilter/nfnetlink_queue.h>}. */
public enum QueueFlag {
    /** A packet that finds the queue full is accepted instead of dropped. */
    FAIL_OPEN(1),
    /** Each packet comes with its conntrack entry. Refused by kernels built without CONFIG_NETFILTER_NETLINK_GLUE_CT. */
    CONNTRACK(2),
    /** Packets come as the stack made them, up to 64 KiB; without it the kernel cuts them to the wire's size first. */
    GSO(4),
    /** Each packet comes with the owner of its socket, where the kernel knows that: {@link QueuedPacket#uid()}. */
    UID_GID(8);

    private final int bit;

    QueueFlag(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}

package mesh.linux;

import java.util.List;

/** The five places where netfilter looks at a packet, in the numbers of {@code <linux/netfilter.h>} (NF_INET_…). */
public enum Hook {
    /** A packet has arrived, and the route is not chosen yet. */
    PREROUTING,
    /** It is for this namespace. */
    INPUT,
    /** It passes through. */
    FORWARD,
    /** A process here sent it. */
    OUTPUT,
    /** It is about to leave. */
    POSTROUTING;

    private static final List<Hook> BY_NUMBER = List.of(PREROUTING, INPUT, FORWARD, OUTPUT, POSTROUTING);

    static Hook of(int number) {
        return BY_NUMBER.get(number);
    }
}

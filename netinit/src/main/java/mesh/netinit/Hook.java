package mesh.netinit;

/** Where a packet meets rules on its way through the kernel; each is a built-in chain of the mangle table. */
public enum Hook {
    /** Came in, not yet routed. */
    PREROUTING,
    /** Came in, and is for this pod; an inbound REDIRECT has happened. */
    INPUT,
    /** Came in, and is for somebody else. */
    FORWARD,
    /** Made in this pod; an outbound REDIRECT is still to come. */
    OUTPUT,
    /** About to leave, with its final destination. */
    POSTROUTING
}

package mesh.netinit;

/** What happens to a packet that a rule matches. */
public sealed interface Target {
    /** Goes on in another chain, and comes back when nothing there decides. */
    record Jump(String chain) implements Target {}

    /** Leaves this chain undecided; back in a built-in chain, the packet passes as it is. */
    record Return() implements Target {}

    /** The packet's destination becomes this port of the pod itself; conntrack remembers where it was heading. */
    record Redirect(int port) implements Target {}

    /** The packet ends here. */
    record Drop() implements Target {}

    /** The packet waits for a verdict from the program at this queue; without a program it passes. */
    record Queue(int number) implements Target {}
}

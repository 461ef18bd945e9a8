package mesh.netinit;

/** What {@code --ipv6} says. */
public enum Ipv6 {
    /** Captured where this namespace has it; a namespace that has it and cannot capture it is an error. */
    AUTO,
    /** Captured, or an error. */
    ON,
    /** Not captured; rules of ours from before are taken out. */
    OFF
}

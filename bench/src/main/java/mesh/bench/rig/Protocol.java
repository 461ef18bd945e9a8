package mesh.bench.rig;

/** What sidecars are to understand of the connections that they carry. A peer has a configuration for each. */
public enum Protocol {
    /** Nothing: bytes. */
    TCP,
    /** Requests and answers, HTTP/1.1. */
    HTTP
}

package mesh.controlplane.status;

/** What has a status of ours, and how that names its entries: one for each thing that the object attaches to. */
public enum StatusKind {
    /** {@code RouteStatus} of the Gateway API. */
    ROUTE("HTTPRoute", "parents", "parentRef"),
    /** {@code PolicyStatus} of GEP-713. */
    POLICY("TrafficPolicy", "ancestors", "ancestorRef");

    private final String kind;
    private final String list;
    private final String reference;

    StatusKind(String kind, String list, String reference) {
        this.kind = kind;
        this.list = list;
        this.reference = reference;
    }

    /** As manifests write it. */
    @Override
    public String toString() {
        return kind;
    }

    /** The field of the status that holds the entries. */
    String list() {
        return list;
    }

    /** The field of an entry that says to what the object attaches. */
    String reference() {
        return reference;
    }
}

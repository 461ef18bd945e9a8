package mesh.netinit;

/**
 * Who the proxy runs as. Its sockets are told apart from the workload's by nothing else, so no workload may run as
 * either: it would be outside the mesh without a word.
 *
 * @param uid user id, 0 to 4294967294
 * @param gid group id, likewise
 */
public record ProxyOwner(long uid, long gid) {
    /** The largest id; the one above means "unchanged" to the kernel. */
    static final long LARGEST_ID = 4294967294L;

    public static final ProxyOwner DEFAULT = new ProxyOwner(1337, 1337);

    public ProxyOwner {
        checkId("uid", uid);
        checkId("gid", gid);
    }

    static void checkId(String what, long id) {
        if (id < 0 || id > LARGEST_ID) {
            throw new IllegalArgumentException(what + " " + id + " is not 0 to " + LARGEST_ID);
        }
    }
}

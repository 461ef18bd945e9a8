package mesh.controlplane.catalog;

/**
 * How it goes to tell objects of themselves, since the start.
 *
 * @param conflicts somebody else had written first; it was tried again
 * @param failed for any other reason; each is tried again
 * @param pending statuses that are not as they should be now
 */
public record StatusWrites(long written, long conflicts, long failed, int pending) {
    public static final StatusWrites NONE = new StatusWrites(0, 0, 0, 0);
}

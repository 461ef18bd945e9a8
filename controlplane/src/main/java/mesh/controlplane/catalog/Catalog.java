package mesh.controlplane.catalog;

/** A source of what there is in the mesh. It starts watching when it is made, and stops when it is closed. */
public interface Catalog extends AutoCloseable {
    /** The newest state; never null, never changed later. */
    CatalogState state();

    Condition condition();

    /** How it goes to tell objects of themselves. A folder's have no status. */
    default StatusWrites statusWrites() {
        return StatusWrites.NONE;
    }

    /**
     * Calls {@code action} after each change of {@link #state} or {@link #condition}, one call at a time. Changes during a call come in one
     * later call: ask for the newest state, do not count. The action must not throw.
     */
    void onChange(Runnable action);

    @Override
    void close();
}

package mesh.controlplane.catalog;

import java.util.List;

/**
 * How a catalog and its source get on.
 *
 * @param complete whether everything has been read once; until then nobody may take the state for all there is
 * @param troubles why something cannot be read now; what is known of it stays
 * @param notes what the source does not have and need not have
 */
public record Condition(boolean complete, List<Problem> troubles, List<Problem> notes) {
    public static final Condition GOOD = new Condition(true, List.of(), List.of());

    public Condition {
        troubles = List.copyOf(troubles);
        notes = List.copyOf(notes);
    }
}

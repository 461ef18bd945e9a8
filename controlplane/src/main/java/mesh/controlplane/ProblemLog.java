package mesh.controlplane;

import java.util.HashSet;
import java.util.Set;
import mesh.controlplane.catalog.Problem;
import mesh.controlplane.snapshot.Snapshots;

/** Says on stderr what was refused, or cannot be read, once, and when it is right again. */
final class ProblemLog {
    private final Snapshots snapshots;
    private Set<Problem> known = Set.of();

    private ProblemLog(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    static void start(Snapshots snapshots) {
        var log = new ProblemLog(snapshots);
        log.look();
        snapshots.onChange(log::look);
    }

    private synchronized void look() {
        var troubles = snapshots.condition().troubles();
        var notes = snapshots.condition().notes();
        var now = new HashSet<>(snapshots.problems());
        now.addAll(notes);
        for (var problem : now) {
            if (!known.contains(problem)) {
                var what = troubles.contains(problem) ? "trouble: " : notes.contains(problem) ? "note: " : "refused: ";
                System.err.println(what + problem);
            }
        }
        for (var problem : known) {
            if (!now.contains(problem)) {
                System.err.println("no longer: " + problem);
            }
        }
        known = now;
    }
}

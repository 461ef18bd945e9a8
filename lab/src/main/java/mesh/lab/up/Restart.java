package mesh.lab.up;

import java.io.IOException;
import java.util.List;
import mesh.lab.control.ControlPlaneAdmin;
import mesh.lab.made.Ledger;
import mesh.lab.made.ProgramStop;
import mesh.lab.pod.Programs;
import mesh.lab.pod.Running;
import mesh.lab.topology.ControlPlane;
import mesh.lab.topology.Site;
import mesh.lab.topology.Topology;
import mesh.lab.view.Progress;

/** Starts the control plane of a mesh that is up again, whether it still runs or not. */
public final class Restart {
    private Restart() {}

    public static Running controlPlane(Site site, Progress progress) throws IOException {
        var ledger = Ledger.resume(site.stateFile());
        var old = Ledger.read(site.stateFile()).flatMap(state -> state.program(Topology.NODE, ControlPlane.ROLE));
        if (old.isPresent()) {
            new ProgramStop(progress::done).stop(List.of(old.get()));
            ledger.forget(old.get());
            progress.done("control plane, process %d: gone".formatted(old.get().pid()));
        }
        return new Programs(ledger, site, Jdk.reachable(ledger, site))
                .controlPlane()
                .awaitReady(new ControlPlaneAdmin(site.topology())::ready);
    }
}

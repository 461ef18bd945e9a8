package mesh.lab;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mesh.lab.made.Ledger;
import mesh.lab.made.State;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Site;
import mesh.lab.topology.Topology;
import mesh.lab.up.Requirements;

/** The mesh that is up, for commands that look into it. */
record RunningMesh(Site site, State state) {
    /**
     * @param command for the message
     * @throws NotUp when there is none, or only half of one
     */
    static RunningMesh required(String command) throws IOException {
        Requirements.root(command);
        var site = Site.configured();
        var state = Ledger.read(site.stateFile());
        if (state.isEmpty()) {
            throw new NotUp("no mesh is up. `./mesh up` makes one.");
        }
        if (!state.get().complete()) {
            throw new NotUp(
                    state.get().inTheMaking()
                            ? "`up` is still at work, process " + state.get().makerPid() + "; wait for it."
                            : "an `up` did not come to its end; `./mesh down`, then `./mesh up`.");
        }
        return new RunningMesh(site, state.get());
    }

    Topology topology() {
        return site.topology();
    }

    /** The pod named, or all. @throws mesh.lab.view.Failure naming the pods that there are */
    List<Pod> pods(Optional<String> name) throws IOException {
        return name.isPresent()
                ? List.of(topology().pod(name.get()))
                : topology().pods();
    }
}

package mesh.lab;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.lab.control.ControlPlaneAdmin;
import mesh.lab.control.ControlPlaneAdmin.Proxy;
import mesh.lab.control.ControlPlaneAdmin.Snapshot;
import mesh.lab.made.LinuxProcess;
import mesh.lab.made.Made.Program;
import mesh.lab.topology.Service;

/**
 * The control plane now.
 *
 * @param version of what it tells proxies; null: it does not answer
 * @param objects how many of each kind it serves
 * @param problems what it refused: file, line and reason
 */
record ControlPlaneStatus(
        long pid,
        int uid,
        boolean alive,
        boolean ready,
        String version,
        Map<String, Integer> objects,
        List<String> problems,
        List<Proxy> proxies) {
    static ControlPlaneStatus of(RunningMesh mesh, Program program) throws IOException {
        boolean alive = LinuxProcess.isRunning(program.pid(), program.startTicks());
        var admin = new ControlPlaneAdmin(mesh.topology());
        boolean ready = alive && admin.ready();
        Optional<Snapshot> snapshot = ready ? Optional.of(admin.snapshot(Service.NAMESPACE)) : Optional.empty();
        return new ControlPlaneStatus(
                program.pid(),
                program.uid(),
                alive,
                ready,
                snapshot.map(Snapshot::version).orElse(null),
                snapshot.map(ControlPlaneStatus::objects).orElse(Map.of()),
                snapshot.map(Snapshot::problems).orElse(List.of()),
                ready ? admin.proxies() : List.of());
    }

    private static Map<String, Integer> objects(Snapshot snapshot) {
        var objects = new LinkedHashMap<String, Integer>(); // in the order in which they are shown
        objects.put("services", snapshot.services().size());
        objects.put("endpoints", count(snapshot, "endpoints"));
        objects.put("routes", count(snapshot, "routes"));
        return objects;
    }

    private static int count(Snapshot snapshot, String of) {
        return snapshot.services().stream()
                .mapToInt(service -> service.path(of).size())
                .sum();
    }

    /** Traffic goes on also when this is false: with what was last right. */
    boolean allWell() {
        return alive && ready && problems.isEmpty() && proxies.stream().noneMatch(Proxy::behind);
    }

    Optional<Proxy> proxy(String pod) {
        return proxies.stream().filter(proxy -> proxy.pod().equals(pod)).findFirst();
    }
}

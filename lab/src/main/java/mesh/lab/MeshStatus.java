package mesh.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import mesh.lab.made.LinuxProcess;
import mesh.lab.made.Made.Program;
import mesh.lab.pod.PodHttp;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.topology.ControlPlane;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Topology;

/** How the mesh is now. */
record MeshStatus(String since, String folder, List<ProgramStatus> programs, ControlPlaneStatus controlPlane) {
    /**
     * @param openConnections through a proxy; null for an app, and for a proxy that does not answer
     * @param discovery what a proxy knows of the mesh; null likewise
     */
    record ProgramStatus(
            String pod,
            String ipv4,
            String ipv6,
            String role,
            int uid,
            long pid,
            boolean alive,
            boolean ready,
            Long openConnections,
            String version,
            ProxyAdmin.Discovery discovery) {
        private boolean isWell() {
            boolean informed = !role.equals("proxy") || (discovery != null && discovery.connected());
            return alive && ready && informed;
        }
    }

    static MeshStatus of(RunningMesh mesh) throws java.io.IOException {
        var programs = new java.util.ArrayList<ProgramStatus>();
        for (var pod : mesh.topology().pods()) {
            for (var program : mesh.state().programs(pod.name())) {
                programs.add(of(pod, program, mesh.state().version()));
            }
        }
        programs.sort(java.util.Comparator.comparing(ProgramStatus::pod).thenComparing(ProgramStatus::role));
        var controlPlane =
                mesh.state().program(Topology.NODE, ControlPlane.ROLE).orElseThrow(); // a mesh is whole, or not up
        return new MeshStatus(
                mesh.state().since(),
                mesh.site().folder().toString(),
                programs,
                ControlPlaneStatus.of(mesh, controlPlane));
    }

    private static ProgramStatus of(Pod pod, Program program, String version) throws java.io.IOException {
        boolean proxy = program.role().equals("proxy");
        var admin = new ProxyAdmin(pod);
        var open = proxy ? admin.openConnections() : java.util.OptionalLong.empty();
        return new ProgramStatus(
                pod.name(),
                pod.ipv4(),
                pod.ipv6(),
                program.role(),
                program.uid(),
                program.pid(),
                LinuxProcess.isRunning(program.pid(), program.startTicks()),
                proxy ? admin.ready() : answers(pod),
                open.isPresent() ? (Long) open.getAsLong() : null,
                proxy ? version : pod.version(),
                proxy ? admin.discovery().orElse(null) : null);
    }

    private static boolean answers(Pod pod) {
        return PodHttp.tryGet(pod.namespace(), "http://127.0.0.1:" + Pod.APP_PORT + "/")
                .map(PodHttp.Answer::ok)
                .orElse(false);
    }

    @JsonProperty
    boolean allWell() {
        return programs.stream().allMatch(ProgramStatus::isWell) && controlPlane.allWell();
    }
}

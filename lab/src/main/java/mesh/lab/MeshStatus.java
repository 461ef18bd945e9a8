package mesh.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import mesh.lab.made.LinuxProcess;
import mesh.lab.made.Made.Program;
import mesh.lab.pod.PodHttp;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.topology.Pod;

/** How the mesh is now. */
record MeshStatus(String since, String folder, List<ProgramStatus> programs) {
    /** @param openConnections through a proxy; null for an app, and for a proxy that does not answer */
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
            String version) {}

    static MeshStatus of(RunningMesh mesh) throws java.io.IOException {
        var programs = new java.util.ArrayList<ProgramStatus>();
        for (var program : mesh.state().programs()) {
            programs.add(
                    of(mesh.topology().pod(program.pod()), program, mesh.state().version()));
        }
        programs.sort(java.util.Comparator.comparing(ProgramStatus::pod).thenComparing(ProgramStatus::role));
        return new MeshStatus(mesh.state().since(), mesh.site().folder().toString(), programs);
    }

    private static ProgramStatus of(Pod pod, Program program, String version) {
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
                proxy ? version : pod.version());
    }

    private static boolean answers(Pod pod) {
        return PodHttp.tryGet(pod.namespace(), "http://127.0.0.1:" + Pod.APP_PORT + "/")
                .map(PodHttp.Answer::ok)
                .orElse(false);
    }

    @JsonProperty
    boolean allWell() {
        return programs.stream().allMatch(program -> program.alive() && program.ready());
    }
}

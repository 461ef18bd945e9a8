package mesh.lab.cluster;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.lab.control.ControlPlaneAdmin.Proxy;
import mesh.lab.view.Age;
import mesh.lab.view.Style;
import mesh.lab.view.Table;

/** A cluster's status for people. */
final class ClusterStatusText {
    private ClusterStatusText() {}

    static String of(ClusterStatus status) {
        return Stream.of(Stream.of(pods(status)), trouble(status), Stream.of(controlPlane(status)))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private static String pods(ClusterStatus status) {
        if (status.pods().isEmpty()) {
            return "no meshed pod in %s; one is meshed when it is made with the annotation diy-service-mesh/inject: \"true\", or in a namespace that has it\n"
                    .formatted(where(status));
        }
        var table = new Table(
                "namespace",
                "workload",
                "pod",
                "proxy",
                "ready",
                ">restarts",
                "connected",
                "applied",
                ">services",
                ">since",
                "newest");
        status.pods().forEach(pod -> row(table, pod));
        return table + "\n";
    }

    private static void row(Table table, ClusterStatus.PodStatus pod) {
        var proxy = Optional.ofNullable(pod.proxy());
        table.row(
                pod.namespace(),
                pod.workload(),
                pod.pod(),
                pod.proxyVersion(),
                pod.ready() ? "yes" : "NO",
                pod.restarts(),
                pod.connected() ? "yes" : "NO",
                proxy.map(Proxy::applied).orElse(proxy.isPresent() ? "nothing yet" : "?"),
                pod.services() == null ? "" : pod.services(),
                proxy.map(Proxy::appliedAt)
                        .map(Instant::parse)
                        .map(applied -> Age.since(applied) + " ago")
                        .orElse(""),
                proxy.map(known -> known.behind() ? "BEHIND " + known.newest() : "yes")
                        .orElse("unknown"));
    }

    private static Stream<String> trouble(ClusterStatus status) {
        return Stream.concat(
                status.trouble().stream().map(Style.RED::of),
                status.problems().stream().map(problem -> Style.RED.of("refused: ") + problem));
    }

    private static String controlPlane(ClusterStatus status) {
        return status.trouble().isEmpty()
                ? "control plane: ready, at " + status.cluster()
                : "proxies go on with what they know";
    }

    private static String where(ClusterStatus status) {
        return status.namespace() == null ? "any namespace" : "namespace " + status.namespace();
    }
}

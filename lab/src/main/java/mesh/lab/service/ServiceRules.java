package mesh.lab.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Service;
import mesh.lab.topology.Topology;

/**
 * The node's rules for services, in the shape that kube-proxy gives them (pkg/proxy/iptables in Kubernetes): the virtual
 * address of a new connection is replaced by that of one pod, chosen at random, and conntrack keeps that choice for as
 * long as the connection lives. So connections are balanced and not requests.
 *
 * <p>A connection of a proxy that has a control plane never meets them: the proxy dials a pod.
 */
final class ServiceRules {
    private static final String SERVICES = "MESH_SERVICES";
    private static final String ANSWERS = "MESH_POSTROUTING";

    private final Topology topology;
    private final boolean ipv6;
    private final List<String> lines = new ArrayList<>();

    private ServiceRules(Topology topology, boolean ipv6) {
        this.topology = topology;
        this.ipv6 = ipv6;
    }

    /** Input for {@code iptables-restore}, or with {@code ipv6} for {@code ip6tables-restore}. */
    static String of(Topology topology, boolean ipv6) {
        return new ServiceRules(topology, ipv6).text();
    }

    private String text() {
        lines.add("*nat");
        lines.add(":" + SERVICES + " - [0:0]");
        lines.add(":" + ANSWERS + " - [0:0]");
        rule("PREROUTING", "", "-j " + SERVICES, "a connection of a pod may be to a service");
        rule("OUTPUT", "", "-j " + SERVICES, "one of the node itself may be, too");
        topology.services().forEach(this::service);
        rule("POSTROUTING", "", "-j " + ANSWERS, "what was sent to another address may need another source");
        rule(
                ANSWERS,
                "-m conntrack --ctstate DNAT",
                "-j MASQUERADE",
                "pods on one bridge would answer each other directly, and nobody would translate the answer back");
        lines.add("COMMIT");
        return String.join("\n", lines) + "\n";
    }

    private void service(Service service) {
        for (var port : Service.PORTS) {
            var chain = chain(service, port);
            lines.add(":" + chain + " - [0:0]");
            rule(
                    SERVICES,
                    "-d %s -p tcp -m tcp --dport %d".formatted(ipv6 ? service.ipv6() : service.ipv4(), port.number()),
                    "-j " + chain,
                    "service %s, port %s".formatted(service.name(), port.name()));
            pods(chain, topology.pods(service), port.number());
        }
    }

    /** Of n pods the first takes one connection in n, the second one in n-1 of the rest, the last all that remain. */
    private void pods(String chain, List<Pod> pods, int port) {
        for (int i = 0; i < pods.size(); i++) {
            var pod = pods.get(i);
            int left = pods.size() - i;
            rule(
                    chain,
                    left == 1 ? "-p tcp" : "-p tcp -m statistic --mode random --probability %s".formatted(share(left)),
                    "-j DNAT --to-destination " + (ipv6 ? "[" + pod.ipv6() + "]" : pod.ipv4()) + ":" + port,
                    left == 1 ? "pod " + pod.name() : "pod %s, one in %d".formatted(pod.name(), left));
        }
    }

    private void rule(String chain, String match, String then, String why) {
        var specification = match.isEmpty() ? "" : match + " ";
        lines.add("-A %s %s-m comment --comment \"%s\" %s".formatted(chain, specification, why, then));
    }

    private static String share(int of) {
        return String.format(Locale.ROOT, "%.10f", 1.0 / of);
    }

    /** At most 28 characters, says iptables(8). */
    private static String chain(Service service, Service.Port port) {
        return "MESH_SVC_%s_%d".formatted(service.name(), port.number()).toUpperCase(Locale.ROOT);
    }
}

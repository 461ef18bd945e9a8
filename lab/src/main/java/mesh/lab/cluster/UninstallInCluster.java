package mesh.lab.cluster;

import java.io.IOException;
import java.util.Set;
import mesh.lab.cluster.uninstall.Left;
import mesh.lab.cluster.uninstall.Uninstall;
import mesh.lab.view.Failure;
import mesh.lab.view.Table;

/** {@code uninstall}: shows what it will do, asks, does it, and tells what is left. */
public final class UninstallInCluster {
    private UninstallInCluster() {}

    /**
     * @param agreed whether there is no need to ask
     * @param definitions whether the CRDs go too
     */
    public static int run(ClusterOptions options, boolean agreed, boolean definitions) throws IOException {
        try (var cluster = options.open()) {
            var uninstall = Uninstall.plan(cluster, definitions);
            if (uninstall.hasNothingToDo()) {
                System.out.println("nothing at %s bears the label of an installation".formatted(cluster.url()));
            } else {
                System.out.println("to be removed at %s, in this order:".formatted(cluster.url()));
                uninstall.steps().forEach(step -> System.out.println("  " + step));
                uninstall
                        .namespaces()
                        .forEach(name -> System.out.println("namespace " + name + " goes with all that is in it"));
                if (!agreed && !isAgreed()) {
                    System.out.println("nothing was removed");
                    return 1;
                }
                uninstall.run(System.out::println);
            }
            left(cluster, Set.copyOf(uninstall.namespaces()));
            return 0;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // in JDK 25 it is null again where there is no terminal
    private static boolean isAgreed() throws Failure {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Failure("nobody can be asked here, since this is no terminal; nothing was removed. Say --yes.");
        }
        var answer = console.readLine("Remove it? [y/N] ");
        return answer != null && answer.strip().matches("(?i)y|yes");
    }

    private static void left(Cluster cluster, Set<String> gone) throws IOException {
        var left = Left.in(cluster, gone);
        if (left.isEmpty()) {
            return;
        }
        var table = new Table("namespace", "workload", "without a sidecar again after");
        left.forEach(one -> table.row(one.namespace(), one.workload(), one.restart()));
        System.out.println("\nthese still carry a sidecar, which goes on as it last heard:\n" + table);
    }
}

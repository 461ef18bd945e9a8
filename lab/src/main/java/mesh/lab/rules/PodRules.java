package mesh.lab.rules;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.lab.topology.Pod;
import mesh.lab.view.Failure;
import mesh.linux.NetworkNamespace;
import mesh.netinit.LiveRules;

/**
 * What one iptables program says of a pod, or of the node. The two backends, nft and legacy, keep separate rules; only those that hold
 * some of ours are of interest.
 *
 * @param program such as {@code iptables-nft}
 * @param save what {@code iptables-save -c} printed
 */
public record PodRules(String program, String save, LiveRules live) {
    private static final List<String> FAMILIES = List.of("iptables", "ip6tables");
    private static final List<String> BACKENDS = List.of("-nft", "-legacy", "");

    /** Runs a program where the rules are. */
    @FunctionalInterface
    public interface Runner {
        /** @return what it printed @throws IOException when it is not there, or fails */
        String run(String program, String... arguments) throws IOException;
    }

    public static List<PodRules> of(Pod pod) throws IOException {
        return of("pod " + pod.name(), pod.namespace());
    }

    /**
     * Of both families.
     *
     * @param whose for the message
     * @throws Failure when none of our rules is there
     */
    public static List<PodRules> of(String whose, String namespaceName) throws IOException {
        var namespace = NetworkNamespace.open(namespaceName);
        var found = of(
                (program, arguments) -> namespace.run(line(program, arguments)).output());
        if (found.isEmpty()) {
            throw new Failure(
                    "%s has no rules of ours: nothing is redirected there. `./mesh down`, then `./mesh up` brings them back."
                            .formatted(whose));
        }
        return found;
    }

    /** Of both families; none where there are no rules of ours. */
    public static List<PodRules> of(Runner runner) throws IOException {
        var found = new ArrayList<PodRules>();
        for (var family : FAMILIES) {
            for (var backend : BACKENDS) {
                var rules = read(runner, family + backend);
                if (rules.isPresent()) {
                    found.add(rules.get());
                    break; // the plain name is one of the two before it
                }
            }
        }
        return found;
    }

    private static String[] line(String program, String... arguments) {
        return Stream.concat(Stream.of(program), Stream.of(arguments)).toArray(String[]::new);
    }

    private static Optional<PodRules> read(Runner runner, String program) throws IOException {
        try {
            var save = runner.run(program + "-save", "-c");
            return Optional.of(new PodRules(program, save, LiveRules.parse(save)))
                    .filter(rules -> rules.live().hasOurs());
        } catch (IOException notInstalled) {
            if (program.contains("-")) {
                return Optional.empty(); // systems with one backend have only the plain name
            }
            throw notInstalled;
        }
    }
}

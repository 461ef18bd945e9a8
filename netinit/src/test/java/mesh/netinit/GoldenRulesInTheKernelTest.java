package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mesh.linux.NetworkNamespace;
import mesh.netinit.Applied.What;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden cases, handed to a real kernel: each twice, through both backends, in both families. */
@NeedsRoot
class GoldenRulesInTheKernelTest {
    static Stream<Arguments> cells() {
        return Stream.of(GoldenCase.values())
                .flatMap(golden -> Stream.of(Backend.values()).map(backend -> Arguments.of(golden, backend)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theKernelHasWhatTheGoldenFileSaysAndASecondApplyChangesNothing(GoldenCase golden, Backend backend)
            throws Exception {
        try (var network = new TestNetwork()) {
            var pod = network.podWithNowhereToGo();

            var first = apply(pod, golden, backend);
            var saved = SavedRules.of(pod);
            var second = apply(pod, golden, backend);

            assertTrue(first.stream().allMatch(one -> one.what() == What.INSTALLED), first.toString());
            assertTrue(second.stream().allMatch(one -> one.what() == What.UNCHANGED), second.toString());
            assertEquals(saved, SavedRules.of(pod));
            for (var family : Family.values()) {
                assertEquals(
                        chains(golden.golden(family)), chains(SavedRules.of(pod, family, backend)), family.toString());
            }
        }
    }

    /** The rules of each chain in their order; tables and chains in alphabetical order, as each program has its own. */
    private static Map<String, List<String>> chains(String rules) {
        var chains = new TreeMap<String, List<String>>();
        var table = "";
        for (var line : rules.lines().toList()) {
            table = line.startsWith("*") ? line : table;
            int rule = line.indexOf("-A ");
            if (rule >= 0) {
                var chain = table + " " + line.substring(rule).split(" ")[1];
                chains.computeIfAbsent(chain, _ -> new ArrayList<>()).add(line.substring(rule));
            }
        }
        return chains;
    }

    private static List<Applied> apply(NetworkNamespace pod, GoldenCase golden, Backend backend) throws Exception {
        return pod.call(() -> new Applier(Tools.ofThisMachine(), Settings.DEFAULT.withBackend(backend))
                .apply(RulePlan.of(golden.capture())));
    }
}

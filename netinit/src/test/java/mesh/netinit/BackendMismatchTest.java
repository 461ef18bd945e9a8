package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mesh.linux.NetworkNamespace;
import mesh.netinit.Applied.What;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reliability, item 6: nodes and images disagree about iptables (linkerd2#7749, #8596, #9053, #13171, #14538). */
@NeedsRoot
class BackendMismatchTest {
    private static final RulePlan PLAN = RulePlan.of(Capture.defaults());
    private static final String NO_KERNEL_SUPPORT =
            "iptables-restore: unable to initialize table 'mangle'. Perhaps iptables or your kernel needs to be upgraded: "
                    + "do you need to insmod?";

    private final TestNetwork network = new TestNetwork();
    private NetworkNamespace pod;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeThePod() throws IOException {
        pod = network.podWithNowhereToGo();
    }

    @AfterEach
    void removeThePod() throws IOException {
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void withoutCommentsTheRulesAreTheSameAndSaySo(Backend backend) throws Exception {
        var tools = MachineTools.withoutComments(folder);
        var settings = Settings.DEFAULT.withBackend(backend);

        var first = apply(tools, settings);
        var saved = SavedRules.of(pod);
        var second = apply(tools, settings);

        for (var family : Family.values()) {
            var inKernel = LiveRules.parse(SavedRules.of(pod, family, backend));
            var bare = PLAN.rules(family).stream().map(Rule::withoutWhy).toList();
            assertEquals("", RestoreText.change(inKernel, bare));
        }
        assertTrue(first.stream().allMatch(one -> one.what() == What.INSTALLED), first.toString());
        assertTrue(
                first.toString().contains("carry no reasons")
                        && first.toString().contains("comment"),
                () -> first.toString());
        assertTrue(second.stream().allMatch(one -> one.what() == What.UNCHANGED), second.toString());
        assertEquals(saved, SavedRules.of(pod));
    }

    @ParameterizedTest
    @EnumSource
    void whereOneBackendIsNotInstalledTheOtherIsUsed(Backend missing) throws Exception {
        var tools =
                MachineTools.only(folder, name -> name.contains(missing.other().word()));

        var applied = apply(tools, Settings.DEFAULT);

        assertEquals(
                List.of(
                        "iptables-" + missing.other().word(),
                        "ip6tables-" + missing.other().word()),
                applied.stream().map(Applied::iptables).toList());
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatIsAskedForAndNotInstalledIsAnErrorThatSaysWhatToInstall(Backend missing) throws Exception {
        var tools =
                MachineTools.only(folder, name -> name.contains(missing.other().word()));

        var failure = assertThrows(IOException.class, () -> apply(tools, Settings.DEFAULT.withBackend(missing)));

        assertTrue(
                failure.getMessage().contains("iptables-" + missing.word() + "-save is not installed"),
                () -> failure.getMessage());
        assertTrue(failure.getMessage().contains("Install the package iptables"), failure.getMessage());
    }

    @Test
    void withNoIptablesAtAllTheMessageNamesBothBackends() throws Exception {
        var tools = MachineTools.only(folder, name -> false);

        var failure = assertThrows(IOException.class, () -> apply(tools, Settings.DEFAULT));

        assertTrue(failure.getMessage().contains("iptables-nft-save is not installed"), failure.getMessage());
        assertTrue(failure.getMessage().contains("iptables-legacy-save is not installed"), failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatTheKernelRefusesGivesWayToTheOtherAndItsReasonIsTold(Backend refused) throws Exception {
        var program = "iptables-" + refused.word() + "-restore";
        var tools = MachineTools.refusing(folder, program, NO_KERNEL_SUPPORT);
        pod.run("iptables-" + refused.word(), "-t", "nat", "-A", "OUTPUT", "-j", "ACCEPT")
                .orThrow(); // preferred, so

        var ipv4 = apply(tools, Settings.DEFAULT).getFirst();

        assertEquals("iptables-" + refused.other().word(), ipv4.iptables());
        assertTrue(ipv4.notes().getFirst().contains(NO_KERNEL_SUPPORT), ipv4.toString());
        assertFalse(SavedRules.of(pod, Family.IPV4, refused).contains("MESH_"));
    }

    @Test
    void eachFamilyJoinsTheBackendThatHoldsItsOwnRules() throws Exception {
        pod.run("iptables-legacy", "-A", "INPUT", "-j", "ACCEPT").orThrow();
        pod.run("ip6tables-nft", "-A", "INPUT", "-j", "ACCEPT").orThrow();

        var applied = apply(Tools.ofThisMachine(), Settings.DEFAULT);

        assertEquals(
                List.of("iptables-legacy", "ip6tables-nft"),
                applied.stream().map(Applied::iptables).toList());
    }

    private List<Applied> apply(Tools tools, Settings settings) throws Exception {
        return pod.call(() -> new Applier(tools, settings).apply(PLAN));
    }
}

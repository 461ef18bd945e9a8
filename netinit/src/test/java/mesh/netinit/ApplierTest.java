package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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

@NeedsRoot
class ApplierTest {
    private static final RulePlan PLAN = RulePlan.of(Capture.defaults());
    private static final RulePlan OTHER_PLAN = RulePlan.of(GoldenCase.EXCLUSIONS.capture());
    private static final String REFUSAL = "ip6tables-restore: line 2 failed: No chain/target/match by that name.";

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
    void otherPeoplesRulesStayAndThoseInTheirBackendAreJoined(Backend backend) throws Exception {
        var program = "iptables-" + backend.word();
        pod.run(program, "-t", "nat", "-A", "OUTPUT", "-d", "10.5.5.5/32", "-j", "ACCEPT")
                .orThrow();
        var before = SavedRules.of(pod, Family.IPV4, backend);

        var applied = apply(Settings.DEFAULT, PLAN);

        assertEquals(program, applied.getFirst().iptables());
        assertTrue(SavedRules.of(pod, Family.IPV4, backend).contains("-A OUTPUT -d 10.5.5.5/32 -j ACCEPT"));
        cleanup();
        assertEquals(withoutMangle(before), withoutMangle(SavedRules.of(pod, Family.IPV4, backend)));
    }

    @Test
    void whenTheSecondFamilyFailsTheFirstIsAsBefore() throws Exception {
        apply(Settings.DEFAULT.withBackend(Backend.NFT), OTHER_PLAN);
        var before = SavedRules.of(pod);

        var broken = MachineTools.refusing(folder, "ip6tables-nft-restore", REFUSAL);
        var failure =
                assertThrows(IOException.class, () -> apply(broken, Settings.DEFAULT.withBackend(Backend.NFT), PLAN));

        assertTrue(failure.getMessage().contains(REFUSAL), failure.getMessage());
        assertTrue(failure.getMessage().contains("IPv6 connections would pass by"), failure.getMessage());
        assertEquals(before, SavedRules.of(pod));
    }

    @Test
    void whenOneTableFailsTheOtherIsAsBefore() throws Exception {
        apply(Settings.DEFAULT, OTHER_PLAN);
        var before = SavedRules.of(pod, Family.IPV4, Backend.NFT);
        var iptables = new Iptables(Family.IPV4, Backend.NFT, Tools.ofThisMachine());
        var live = pod.call(iptables::live);
        var secondTableIsBad =
                RestoreText.change(live, GoldenCase.QUEUE.rules(Family.IPV4)).replace("REDIRECT", "NOSUCH");
        var changes = new Changes();

        var failure = assertThrows(
                IptablesException.class, () -> inPod(() -> changes.make(iptables, live, secondTableIsBad)));
        assertNotEquals(before, SavedRules.of(pod, Family.IPV4, Backend.NFT), "mangle comes first, and is done");
        inPod(() -> changes.undo(0, failure));

        assertEquals(List.of(), List.of(failure.getSuppressed()));
        assertEquals(before, SavedRules.of(pod, Family.IPV4, Backend.NFT));
    }

    @Test
    void ipv6ThatCannotBeCapturedIsNoHarmWhereNobodyCanCallThroughIt() throws Exception {
        var onlyLoopback = network.pod();
        var broken = MachineTools.only(folder, name -> !name.startsWith("ip6"));

        var applied = onlyLoopback.call(() -> new Applier(broken, Settings.DEFAULT).apply(PLAN));

        assertEquals(What.INSTALLED, applied.get(0).what());
        assertEquals(What.SKIPPED, applied.get(1).what());
        assertTrue(applied.get(1).notes().getFirst().contains("not installed"), applied.toString());
    }

    @Test
    void ipv6SwitchedOffIsTakenOut() throws Exception {
        apply(Settings.DEFAULT, PLAN);
        apply(Settings.DEFAULT.withIpv6(Ipv6.OFF), PLAN);
        assertFalse(SavedRules.of(pod, Family.IPV6, Backend.NFT).contains("MESH_"));
        assertTrue(SavedRules.of(pod, Family.IPV4, Backend.NFT).contains("MESH_"));
    }

    @Test
    void rulesMoveFromOneBackendToTheOtherAndAreNeverInForceTwice() throws Exception {
        apply(Settings.DEFAULT.withBackend(Backend.LEGACY), PLAN);
        apply(Settings.DEFAULT.withBackend(Backend.NFT), PLAN);
        assertFalse(SavedRules.of(pod, Family.IPV4, Backend.LEGACY).contains("MESH_"));
        assertEquals(What.UNCHANGED, apply(Settings.DEFAULT, PLAN).getFirst().what());
    }

    @Test
    void ourChainsArePutRightWhenSomebodyWroteIntoThem() throws Exception {
        apply(Settings.DEFAULT.withBackend(Backend.NFT), PLAN);
        var before = SavedRules.of(pod);
        pod.run("iptables-nft", "-t", "nat", "-I", "MESH_OUTBOUND", "-p", "udp", "-j", "RETURN")
                .orThrow();

        assertEquals(What.REPLACED, apply(Settings.DEFAULT, PLAN).getFirst().what());

        assertEquals(before, SavedRules.of(pod));
    }

    @Test
    void cleanupWorksWhenOnlyHalfIsThere() throws Exception {
        apply(Settings.DEFAULT.withBackend(Backend.LEGACY), PLAN);
        pod.run("iptables-legacy", "-t", "nat", "-F", "OUTPUT").orThrow();
        pod.run("ip6tables-legacy", "-t", "mangle", "-F").orThrow();

        assertTrue(cleanup().stream().allMatch(one -> one.what() == What.REMOVED));

        assertFalse(SavedRules.of(pod).contains("MESH_"));
        assertTrue(cleanup().stream().allMatch(one -> one.what() == What.NOTHING));
    }

    @Test
    void halfClosedConnectionsAreRememberedLongerAndCleanupPutsTheKernelsValueBack() throws Exception {
        assertEquals(
                0,
                Printed.netinitIn(pod, "apply", "--close-wait-timeout", "1234").exit());
        assertEquals("1234", closeWait());
        assertEquals(
                0, Printed.netinitIn(pod, "apply", "--close-wait-timeout", "0").exit());
        assertEquals("1234", closeWait());
        assertEquals(0, Printed.netinitIn(pod, "cleanup").exit()); // 3600 is meant, so 1234 is somebody else's
        assertEquals("1234", closeWait());
        assertEquals(
                0,
                Printed.netinitIn(pod, "cleanup", "--close-wait-timeout", "1234")
                        .exit());
        assertEquals("60", closeWait());
    }

    private String closeWait() throws IOException {
        return pod.run("cat", "/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_close_wait")
                .orThrow()
                .output()
                .strip();
    }

    private interface Step {
        void take() throws Exception;
    }

    private void inPod(Step step) throws Exception {
        pod.call(() -> {
            step.take();
            return true;
        });
    }

    private List<Applied> apply(Settings settings, RulePlan plan) throws Exception {
        return apply(Tools.ofThisMachine(), settings, plan);
    }

    private List<Applied> apply(Tools tools, Settings settings, RulePlan plan) throws Exception {
        return pod.call(() -> new Applier(tools, settings).apply(plan));
    }

    private List<Applied> cleanup() throws Exception {
        return pod.call(() -> new Applier(Tools.ofThisMachine(), Settings.DEFAULT).cleanup());
    }

    /** The table did not exist before, and neither backend can make it not exist again. */
    private static String withoutMangle(String save) {
        int mangle = save.indexOf("*mangle");
        return mangle < 0 ? save : save.replaceFirst("(?s)\\*mangle.*?COMMIT\n", "");
    }
}

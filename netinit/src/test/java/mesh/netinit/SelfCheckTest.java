package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import mesh.linux.AddressText;
import mesh.linux.NetworkNamespace;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsRoot
@Timeout(60)
class SelfCheckTest {
    private final TestNetwork network = new TestNetwork();
    private NetworkNamespace pod;

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
    void passesInBothFamiliesAfterApply(Backend backend) throws Exception {
        assertEquals(0, netinit("apply", "--backend", backend.word()).exit());

        var check = netinit("check");

        assertEquals(0, check.exit(), check.toString());
        for (var family : Family.values()) {
            assertTrue(
                    check.out()
                            .contains("%s arrived at port 15001, original destination intact"
                                    .formatted("a connection to " + AddressText.of(family.nowhere(80))
                                            + " as uid 0, gid 0")),
                    check.out());
            assertTrue(check.out().contains(AddressText.of(family.nowhere(80)) + " as uid 1337, gid 1337 left"));
        }
    }

    @Test
    void withoutRulesItFailsAndSaysSo() throws Exception {
        var check = netinit("check");
        assertEquals(1, check.exit(), check.toString());
        assertTrue(check.out().contains("there are none: run `netinit apply`"), check.out());
        assertTrue(check.out().contains("did not arrive at port 15001"), check.out());
    }

    @Test
    void thatIpv4IsFineSaysNothingAboutIpv6() throws Exception {
        netinit("apply");
        pod.run("ip6tables-nft", "-t", "nat", "-F", "OUTPUT").orThrow();

        var check = netinit("check", "--json");

        assertEquals(1, check.exit(), check.toString());
        assertTrue(check.out().contains("\"passes\" : false"), check.out());
        assertTrue(check.out().contains("those in ip6tables-nft are not the ones"), check.out());
    }

    @Test
    void aRuleOfSomebodyElseInFrontOfOursIsFound() throws Exception {
        netinit("apply", "--backend", "nft");
        pod.run("iptables-nft", "-t", "nat", "-I", "OUTPUT", "-d", "192.0.2.0/24", "-j", "ACCEPT")
                .orThrow();

        var check = netinit("check");

        assertEquals(1, check.exit(), check.toString());
        assertTrue(check.out().contains("a rule of somebody else stands before ours"), check.out());
    }

    @Test
    void rulesInBothBackendsAreFound() throws Exception {
        netinit("apply", "--backend", "nft");
        var legacy = pod.call(() -> {
            new Iptables(Family.IPV4, Backend.LEGACY, Tools.ofThisMachine())
                    .restore(RestoreText.of(GoldenCase.DEFAULTS.rules(Family.IPV4)));
            return Printed.netinit("check");
        });
        assertEquals(1, legacy.exit());
        assertTrue(legacy.out().contains("both backends hold rules of ours"), legacy.out());
    }

    @Test
    void aRunningProxyIsEnoughOfAnAnswer() throws Exception {
        netinit("apply");
        try (var proxy = Connections.listen(pod, 15001)) {
            var check = netinit("check");
            assertEquals(0, check.exit(), check.toString());
            assertTrue(check.out().contains("was answered, and only the proxy can have done that"), check.out());
            assertTrue(proxy.isOpen());
        }
    }

    @Test
    void withoutARouteNothingIsShownAndThatIsNoPass() throws Exception {
        netinit("apply");
        pod.run("ip", "route", "delete", "default").orThrow();
        pod.run("ip", "-6", "route", "delete", "default").orThrow();

        var check = netinit("check");

        assertEquals(1, check.exit(), check.toString());
        assertTrue(check.out().contains("no route leads to 192.0.2.1:80"), check.out());
    }

    @Test
    void whereIpv6IsSwitchedOffOnlyIpv4IsShown() throws Exception {
        pod.run("sysctl", "-w", "net.ipv6.conf.all.disable_ipv6=1").orThrow();
        netinit("apply");

        var check = netinit("check");

        assertEquals(0, check.exit(), check.toString());
        assertTrue(check.out().contains("IPv6 is switched off here"), check.out());
    }

    @Test
    void whatIsExcludedIsNotTried() throws Exception {
        var options = new String[] {"--skip-outbound-ports", "80,443", "--skip-uids", "0"};
        netinit(with("apply", options));
        var check = netinit(with("check", options));
        assertEquals(0, check.exit(), check.toString());
        assertTrue(check.out().contains("192.0.2.1:1 as uid 1, gid 0 arrived"), check.out());
    }

    private static String[] with(String subcommand, String... options) {
        var all = new String[options.length + 1];
        all[0] = subcommand;
        System.arraycopy(options, 0, all, 1, options.length);
        return all;
    }

    private Printed netinit(String... args) throws Exception {
        return Printed.netinitIn(pod, args);
    }
}

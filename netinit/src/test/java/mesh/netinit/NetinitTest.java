package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetinitTest {
    /** What was given, where, why it cannot be, and what could. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--outbound-port|x|is not a number: write 1 to 65535",
                "--inbound-port|0|is out of range: write 1 to 65535",
                "--tunnel-port|65536|is out of range: write 1 to 65535",
                "--admin-port|-1|is out of range: write 1 to 65535",
                "--inbound-port|15001|must all differ",
                "--proxy-uid|4294967295|is out of range: write 0 to 4294967294",
                "--proxy-gid|root|is not a number: write 0 to 4294967294",
                "--skip-inbound-ports|22,ssh|'ssh' is not a port: write one (22) or a range (8000-8010)",
                "--skip-inbound-ports|22,|'' is not a port",
                "--skip-outbound-ports|9-8|9-8 is not a range of ports: ports are 1 to 65535, the smaller one first",
                "--skip-outbound-cidrs|10.0.0.1/8|write 10.0.0.0/8 for the block around it",
                "--skip-inbound-cidrs|example.org|is not an address block: write 10.0.0.0/8, fd00::/8",
                "--skip-uids|app|is not a number",
                "--backend|ebpf|is none of auto, nft, legacy",
                "--ipv6|maybe|is none of auto, on, off",
                "--nfqueue|70000|is out of range: write 0 to 65535",
                "--at|INPUT|add --nfqueue NUMBER",
                "--close-wait-timeout|1h|is not a number: write 0 to",
                "--family|5|is neither ipv4 nor ipv6"
            })
    void aBadOptionIsRefusedAtTheDoor(String option, String value, String why) throws Exception {
        var run = Printed.netinit("plan", option, value);
        assertEquals(2, run.exit(), run.toString());
        assertEquals("", run.out());
        assertTrue(run.err().contains(why), run.err());
        assertTrue(run.err().contains(option) || why.contains("must all differ"), run.err());
    }

    @Test
    void aHookThatDoesNotExistIsRefusedWithThoseThatDo() throws Exception {
        var run = Printed.netinit("plan", "--nfqueue", "3", "--at", "INGRESS");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("'INGRESS' is not a hook: write of [PREROUTING, INPUT"), run.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--to 10.0.0.1 --uid 1|has no port",
                "--to example.org:80 --uid 1|is not an address",
                "--to 10.0.0.1:80|a peer's address, or say --uid",
                "--to 10.0.0.1:80 --from ::1|of different families",
                "--to 10.0.0.1:99999 --uid 1|is not an address"
            })
    void explainRefusesWhatIsNoConnection(String options, String why) throws Exception {
        var run = Printed.netinit(("explain " + options).split(" "));
        assertEquals(2, run.exit(), run.toString());
        assertTrue(run.err().contains(why), run.err());
    }

    @Test
    void withoutASubcommandItNamesThem() throws Exception {
        var run = Printed.netinit();
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("apply, plan, check, explain, cleanup"), run.err());
    }

    @Test
    void planPrintsBothFamiliesEachAfterTheCommandThatTakesIt() throws Exception {
        var run = Printed.netinit("plan");
        assertEquals(0, run.exit());
        assertTrue(run.out().contains("# netinit plan --family ipv4 | iptables-restore --noflush\n*mangle"), run.out());
        assertTrue(
                run.out().contains("# netinit plan --family ipv6 | ip6tables-restore --noflush\n*mangle"), run.out());
    }

    @Test
    void explainNamesTheRuleThatWinsAndWhy() throws Exception {
        var run = Printed.netinit("explain", "--from", "10.77.0.2:4000", "--to", "10.77.0.3:80", "--uid", "1337");
        assertEquals(0, run.exit());
        assertTrue(run.out().contains("=> not captured: it goes on to 10.77.0.3:80 as it is."), run.out());
        assertTrue(
                run.out().contains("MESH_OUTBOUND -m owner --uid-owner 1337 -j RETURN, because traffic of the proxy"));
    }

    @Test
    void explainAsJsonSaysWhichRulesWereAskedAndWhy() throws Exception {
        var run = Printed.netinit("explain", "--to", "[fd77::3]:80", "--uid", "1000", "--json");
        assertEquals(0, run.exit());
        assertTrue(run.out().contains("\"captured\" : true"), run.out());
        assertTrue(run.out().contains("\"redirectedTo\" : 15001"), run.out());
        assertTrue(run.out().contains("\"because\" : \"uid is 1000\""), run.out());
    }
}

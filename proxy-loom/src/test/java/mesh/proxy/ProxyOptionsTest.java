package mesh.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyOptionsTest {
    private record Run(int exit, String error) {}

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            --inbound             | eighty        | [IPV6]:PORT with a port from 0 to 65535
            --outbound            | 70000         | from 0 to 65535
            --admin               | -5            | from 0 to 65535
            --admin               | 15006         | and --inbound 15006 share a port
            --inbound             | 15001         | share a port; each needs its own
            --outbound            | 127.0.0.1:15020 | share a port; each needs its own
            --carriers            | green         | [OWN, JDK, PLATFORM]
            --carrier-count       | 257           | must be from 0 to 256
            --carrier-count       | two           | is not an int
            --max-connections     | -1            | must be from 0 to 1000000
            --max-connections     | 999999        | raise `ulimit -n` or ask for fewer
            --buffer-memory       | 0             | must be from 1 to 65536
            --connect-timeout     | 0s            | must be from 1ms to 576h
            --connect-timeout     | 5             | such as 500ms or 5s
            --idle-timeout        | 99999h        | must be from 1ms to 576h
            --half-closed-timeout | -5s           | must be from 1ms to 576h
            --dead-peer-timeout   | 0s            | must be from 1ms to 576h
            --bulk-pipes          | 65            | must be from 0 to 64
            --drain-delay         | -1s           | must be from 0s to 576h
            --drain-timeout       | 577h          | must be from 0s to 576h
            --forward-to          | localhost     | write HOST:PORT
            --forward-to          | localhost:0   | a port from 1 to 65535
            --forward-to          | localhost:99999 | a port from 1 to 65535
            --otlp-endpoint       | collector:4318 | write a URL such as http://collector:4318
            --otlp-endpoint       | http://a b    | write a URL such as http://collector:4318
            --trace-sample        | 1.5           | must be from 0 to 1
            --trace-sample        | NaN           | must be from 0 to 1
            --forward-to          | no.such.host.invalid:80 | there is no such host
            """)
    void aWrongValueStopsTheStartAndIsNamedWithItsFlagAndWhatIsAccepted(String flag, String value, String accepted) {
        var run = run(flag, value);
        assertEquals(2, run.exit, run.error);
        assertTrue(run.error.contains(flag), run.error);
        assertTrue(run.error.contains(value), run.error);
        assertTrue(run.error.contains(accepted), run.error);
        assertEquals(2, run.error.lines().count(), "neither a stack trace nor a page of help: " + run.error);
    }

    @Test
    void aFlagThatDoesNotExistIsAnError() {
        var run = run("--inbuond", "15006");
        assertEquals(2, run.exit);
        assertTrue(run.error.contains("--inbuond"), run.error);
    }

    @Test
    void theHelpNamesTheVariableOfEveryFlag() {
        var help = ProxyOptions.commandLine(new Proxy()).getUsageMessage();
        for (var name : new String[] {
            "OUTBOUND",
            "INBOUND",
            "ADMIN",
            "FORWARD_TO",
            "CARRIERS",
            "CARRIER_COUNT",
            "MAX_CONNECTIONS",
            "BUFFER_MEMORY",
            "CONNECT_TIMEOUT",
            "IDLE_TIMEOUT",
            "HALF_CLOSED_TIMEOUT",
            "DEAD_PEER_TIMEOUT",
            "BULK_PIPES",
            "DRAIN_DELAY",
            "DRAIN_TIMEOUT",
            "ACCESS_LOG",
            "OTLP_ENDPOINT",
            "TRACE_SAMPLE"
        }) {
            assertTrue(help.contains("$MESH_" + name), help);
        }
    }

    private static Run run(String... args) {
        var error = new StringWriter();
        int exit = ProxyOptions.commandLine(new Proxy())
                .setErr(new PrintWriter(error, true))
                .execute(args);
        return new Run(exit, error.toString());
    }
}

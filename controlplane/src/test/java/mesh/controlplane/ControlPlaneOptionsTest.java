package mesh.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlPlaneOptionsTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            --grpc           | eighty  | [IPV6]:PORT with a port from 0 to 65535
            --grpc           | 70000   | from 0 to 65535
            --admin          | -5      | from 0 to 65535
            --max-proxies    | 0       | must be from 1 to 100000
            --heartbeat      | 5       | such as 500ms or 5s
            --heartbeat      | 0s      | must be from 100ms to 1h
            --answer-timeout | 2h      | must be from 100ms to 1h
            """)
    void aWrongValueStopsTheStartAndIsNamedWithItsFlagAndWhatIsAccepted(String flag, String value, String accepted) {
        var error = new StringWriter();
        int exit = ControlPlaneOptions.commandLine(new ControlPlane())
                .setErr(new PrintWriter(error, true))
                .execute(flag, value);
        assertEquals(2, exit, error::toString);
        assertTrue(error.toString().contains(flag), error::toString);
        assertTrue(error.toString().contains(accepted), error::toString);
        assertFalse(error.toString().contains("\tat "), "no stack trace for a typing error: " + error);
    }

    @Test
    void aFolderThatIsNotThereStopsTheStart() {
        assertEquals(1, ControlPlaneOptions.commandLine(new ControlPlane()).execute("--folder", "/no/such/folder"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --admin 0                                     | --folder FOLDER or --kubernetes
            --folder . --kubernetes                       | not both
            --folder . --context kind                     | they go with --kubernetes
            --folder . --kubeconfig /no/such/file         | they go with --kubernetes
            """)
    void thereIsExactlyOneSource(String flags, String said) {
        var error = new StringWriter();
        int exit = ControlPlaneOptions.commandLine(new ControlPlane())
                .setErr(new PrintWriter(error, true))
                .execute(flags.split(" "));
        assertEquals(2, exit, error::toString);
        assertTrue(error.toString().contains(said), error::toString);
    }

    @Test
    void aKubeconfigThatIsNotThereStopsTheStart() {
        assertEquals(
                1,
                ControlPlaneOptions.commandLine(new ControlPlane())
                        .execute("--kubernetes", "--kubeconfig", "/no/such/file"));
    }

    @Test
    void theHelpNamesTheVariableOfEveryFlag() {
        var help = ControlPlaneOptions.commandLine(new ControlPlane()).getUsageMessage();
        for (var name : new String[] {
            "FOLDER",
            "KUBERNETES",
            "KUBECONFIG",
            "CONTEXT",
            "GRPC",
            "CONTROLPLANE_ADMIN",
            "MAX_PROXIES",
            "HEARTBEAT",
            "ANSWER_TIMEOUT"
        }) {
            assertTrue(help.contains("$MESH_" + name + "."), name + " is not in\n" + help);
        }
    }
}

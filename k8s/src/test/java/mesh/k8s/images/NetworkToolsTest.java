package mesh.k8s.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/** netinit sets a pod's rules, and mesh-debug shows them: root with two capabilities and nothing to write to. */
@NeedsRoot
@Timeout(900)
class NetworkToolsTest {
    @BeforeAll
    static void build() throws Exception {
        Images.build("netinit", "mesh-debug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft", "legacy"})
    void whatNetinitSetsTheDebugContainerShows(String backend) throws Exception {
        try (var debug = Restricted.withNetAdmin(Restricted.pod("mesh-debug"))) {
            debug.start();
            try (var netinit = Restricted.withNetAdmin(
                            Restricted.beside(debug, "netinit", "apply", "--backend", backend))
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy())) {
                netinit.start();
                assertTrue(netinit.getLogs().contains("rules installed"), netinit::getLogs);
            }
            var saved = debug.execInContainer("iptables-" + backend + "-save", "-t", "nat");
            assertTrue(saved.getStdout().contains("-A MESH_REDIRECT_OUTBOUND -p tcp"), saved::toString);
        }
    }

    @Test
    void theDebugContainerHasItsToolsAndEndsAtOnce() throws Exception {
        try (var debug = Restricted.withNetAdmin(Restricted.pod("mesh-debug"))) {
            debug.start();
            for (var tool : new String[] {
                "iptables-nft-save",
                "iptables-legacy-save",
                "conntrack --version",
                "ss -tn",
                "ip address",
                "tcpdump --version"
            }) {
                assertEquals(0, debug.execInContainer(tool.split(" ", -1)).getExitCode(), tool);
            }
            Restricted.endsInTime(debug, 0);
        }
    }
}

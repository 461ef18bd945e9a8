package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/**
 * Reliability 10: a pod calls itself (istio old_pilot_repo#494, ztunnel#367). Through its Service's address it goes out
 * through its own proxy like to any service, and comes back straight to the app, since the proxy's own traffic is not
 * captured a second time. Its pod address and loopback stay inside the pod and never meet the proxy.
 */
@NeedsRoot
class SelfCallTest {
    private static final String VIP = "10.96.0.10";
    private static final int APP_UID = 1000, PROXY_UID = 1337;

    @Test
    void onlyTheAppsCallOfItsServiceGoesThroughTheProxy() throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Mesh.Carriers.OWN)) {
            service(mesh);
            mesh.serverInApp(
                    8080, connection -> connection.getOutputStream().write("me\n".getBytes(StandardCharsets.UTF_8)));

            for (int uid : List.of(APP_UID, PROXY_UID)) {
                for (var inside : List.of(Mesh.APP, Mesh.APP6, "127.0.0.1", "::1")) {
                    assertEquals("me", call(mesh, uid, inside, 8080));
                }
            }
            assertEquals("me", call(mesh, PROXY_UID, VIP, 80));
            assertEquals("me", call(mesh, APP_UID, VIP, 80));

            var story = proxy.story(_ -> true);
            assertEquals(List.of(story), proxy.stories(), "none of the other nine met the proxy");
            assertEquals("outbound", story.get("direction").textValue());
            assertEquals(VIP + ":80", story.get("destination").textValue());
            assertEquals("ended", story.get("outcome").textValue());
            assertEquals(3, story.get("receivedBytes").intValue());
        }
    }

    /** What kube-proxy does for a Service whose only endpoint is this pod; after netinit's rules, as on a node. */
    private static void service(Mesh mesh) throws IOException {
        mesh.app().run("ip", "route", "add", VIP, "dev", "eth0").orThrow();
        mesh.app()
                .run(
                        "iptables",
                        "-t",
                        "nat",
                        "-A",
                        "OUTPUT",
                        "-d",
                        VIP,
                        "-p",
                        "tcp",
                        "--dport",
                        "80",
                        "-j",
                        "DNAT",
                        "--to-destination",
                        Mesh.APP + ":8080")
                .orThrow();
    }

    /** The first line that a process of {@code uid} hears; bash has a TCP client of its own. */
    private static String call(Mesh mesh, int uid, String host, int port) throws IOException {
        var dial = "exec 3<>/dev/tcp/%s/%d && read -t 10 -r line <&3 && echo $line".formatted(host, port);
        return mesh.app()
                .run("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "bash", "-c", dial)
                .orThrow()
                .output()
                .strip();
    }
}

package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reliability 1: in SMTP, MySQL and others the server speaks first. A proxy that waits for the client's first bytes to
 * detect a protocol stalls them (linkerd2#3166, #6449, #10745, #13475). Here nothing is declared, and the client sends
 * nothing until it has been greeted: a proxy that waits for it waits for ever.
 */
@NeedsRoot
class ServerSpeaksFirstTest {
    private static final int SMTP = 25, MYSQL = 3306, ODD = 7007;

    @ParameterizedTest
    @EnumSource
    void theGreetingArrivesBeforeTheClientHasSaidAnything(Carriers carriers) throws Exception {
        try (var mesh = new Mesh()) {
            mesh.proxy(carriers);
            mesh.serverInPeer(SMTP, ServerSpeaksFirstTest::smtp);
            mesh.serverInApp(MYSQL, ServerSpeaksFirstTest::mysql);

            greeted(mesh.fromApp(Mesh.PEER, SMTP), "220 peer ESMTP", "EHLO app", "250 peer");
            greeted(mesh.fromPeer(Mesh.APP, MYSQL), "J 8.4.0 mysql_native_password", "login", "OK");
        }
    }

    /** Nothing tells that this port is one of these, and the first byte is there in less than 300 ms. */
    @ParameterizedTest
    @EnumSource
    void onAnUndeclaredPortTheGreetingIsThereInTime(Carriers carriers) throws Exception {
        try (var mesh = new Mesh()) {
            mesh.proxy(carriers);
            mesh.serverInPeer(ODD, ServerSpeaksFirstTest::smtp);
            var took = new ArrayList<Long>();
            for (int i = 0; i < 5; i++) {
                long began = System.nanoTime();
                var client = mesh.fromApp(Mesh.PEER, ODD);
                assertEquals('2', client.getInputStream().read());
                took.add((System.nanoTime() - began) / 1_000_000);
            }
            took.sort(null);
            assertTrue(took.get(2) < 300, () -> "the median of " + took + " ms"); // others measure on this machine too
        }
    }

    /** What is declared needs no silence to be found out: here it would take longer than this test waits. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{diy-service-mesh/opaque-ports: '80'} | {name: http, port: 80}",
                "{} | {name: http, port: 80, appProtocol: smtp}"
            })
    void whatIsDeclaredIsNotListenedTo(String annotations, String port) throws Exception {
        var manifests = new Manifests()
                .service("app-b", Services.APP_B, annotations, port)
                .endpoint("app-b", "app-b-1", 1);
        try (var services = new Services(manifests, "--client-silence", "1m")) {
            services.rawServer(1, ServerSpeaksFirstTest::smtp);
            greeted(services.mesh().fromApp(Services.APP_B, 80), "220 peer ESMTP", "EHLO app", "250 peer");
        }
    }

    private static void smtp(Socket connection) throws Exception {
        converse(connection, "220 peer ESMTP", "250 peer");
    }

    private static void mysql(Socket connection) throws Exception {
        converse(connection, "J 8.4.0 mysql_native_password", "OK");
    }

    private static void converse(Socket connection, String greeting, String answer) throws Exception {
        say(connection, greeting);
        hear(connection);
        say(connection, answer);
    }

    private static void greeted(Socket client, String greeting, String request, String answer) throws Exception {
        var reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        assertEquals(greeting, reader.readLine());
        say(client, request);
        assertEquals(answer, reader.readLine());
    }

    private static String hear(Socket socket) throws Exception {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static void say(Socket socket, String line) throws Exception {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

package mesh.proxy.discovery;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import mesh.proto.v1.Node;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;
import mesh.proto.v1.ServicePort;
import mesh.proto.v1.WatchServicesResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private static final String APP_B = "10.96.0.10", APP_B2 = "10.96.0.11";

    private ScriptedControlPlane controlPlane;
    private Discovery discovery;

    @BeforeEach
    void start() throws Exception {
        controlPlane = new ScriptedControlPlane(0);
        discovery = discovery(Discovery.SILENCE);
    }

    private Discovery discovery(Duration silence) {
        return Discovery.start(
                new DiscoverySettings.HostPort("127.0.0.1", controlPlane.port()),
                Node.newBuilder().setPod("app-a").build(),
                silence);
    }

    @AfterEach
    void stop() throws Exception {
        discovery.close();
        controlPlane.close();
    }

    @Test
    void saysWhoAsksAndAppliesTheFirstState() throws Exception {
        var hello = controlPlane.hear().getHello();
        assertEquals("app-a", hello.getNode().getPod());
        assertEquals("", hello.getHeldVersion());
        assertTrue(discovery.status().age().isEmpty(), "nothing was told, so nothing has an age");

        controlPlane.say(full("1").addServices(service("app-b", APP_B)));
        assertEquals("1", controlPlane.hear().getApplied().getVersion());
        assertKnown(APP_B);
        assertEquals("1", discovery.status().version());
        assertEquals("", discovery.status().problem());
        assertTrue(discovery.status().connected() && discovery.status().age().isPresent());
    }

    @Test
    void aStepInPartsTakesEffectWithItsLast() throws Exception {
        applied(full("1").addServices(service("app-b", APP_B)));
        controlPlane.say(change("2").addRemoved(name("app-b")).setMore(true));
        controlPlane.say(change("2").addServices(service("app-b2", APP_B2)));
        assertEquals("2", controlPlane.hear().getApplied().getVersion());
        assertKnown(APP_B2);
        assertUnknown(APP_B);
    }

    @Test
    void aBadStepIsRejectedWithReasonsAndTheOldVersionStays() throws Exception {
        applied(full("1").addServices(service("app-b", APP_B)));
        controlPlane.say(
                change("2").addServices(service("app-b2", APP_B2)).addServices(service("broken", "not an address")));
        var rejected = controlPlane.hear().getRejected();
        assertEquals("2", rejected.getVersion());
        assertEquals(name("broken"), rejected.getProblems(0).getService());
        assertFalse(rejected.getProblems(0).getReason().isEmpty());
        assertKnown(APP_B);
        assertUnknown(APP_B2);
        assertEquals("1", discovery.status().version());
    }

    @Test
    void aHeartbeatRenewsTheAgeUnlessANewerStateWasRejected() throws Exception {
        applied(full("1").addServices(service("app-b", APP_B)));
        eventually("it has an age", this::age, age -> age.toMillis() >= 50);
        long told = System.nanoTime();
        applied(change("1"));
        var age = age();
        assertTrue(age.toNanos() <= System.nanoTime() - told, age::toString);

        controlPlane.say(change("2").addServices(service("broken", "not an address")));
        controlPlane.hear();
        long rejected = System.nanoTime();
        applied(change("1"));
        long sinceRejected = System.nanoTime() - rejected;
        assertTrue(age().toNanos() >= sinceRejected);
        assertTrue(
                discovery.status().problem().contains("broken"),
                discovery.status().problem());
    }

    @Test
    void anEmptyMeshIsBelievedOnlyWhenItIsReallyTold() throws Exception {
        applied(full("1").addServices(service("app-b", APP_B)));
        applied(change("")); // "you hold nothing, and so it stays"
        assertKnown(APP_B);
        controlPlane.say(full(""));
        assertTrue(controlPlane.hear().hasRejected());
        assertKnown(APP_B);
        applied(full("2"));
        assertUnknown(APP_B);
    }

    @Test
    void aDifferenceToNothingIsRejected() throws Exception {
        controlPlane.hear();
        controlPlane.say(change("7").addServices(service("app-b", APP_B)));
        assertTrue(controlPlane.hear().getRejected().getProblems(0).getReason().contains("full state"));
        assertUnknown(APP_B);
    }

    @Test
    void whatIsHeldOutlivesTheControlPlaneAndIsNamedToTheNext() throws Exception {
        int port = controlPlane.port();
        applied(full("1").addServices(service("app-b", APP_B)));
        controlPlane.close();
        eventually("it is missed", () -> !discovery.status().connected());
        assertKnown(APP_B);
        eventually("it is asked again", () -> discovery.status().connects() >= 3);
        assertFalse(discovery.status().problem().isEmpty());
        controlPlane = new ScriptedControlPlane(port);
        assertEquals("1", controlPlane.hear().getHello().getHeldVersion());
        controlPlane.say(full("other.1").addServices(service("app-b2", APP_B2)));
        assertEquals("other.1", controlPlane.hear().getApplied().getVersion());
        assertKnown(APP_B2);
        assertUnknown(APP_B);
        assertEquals("", discovery.status().problem());
    }

    @Test
    void oneThatSaysNothingIsTakenForDead() throws Exception {
        controlPlane.hear();
        discovery.close();
        discovery = discovery(Duration.ofSeconds(1));
        controlPlane.hear();
        assertTrue(controlPlane.hear().hasHello(), "it connects anew");
        assertTrue(
                discovery.status().problem().contains("nothing heard"),
                discovery.status().problem());
    }

    private Duration age() {
        return discovery.status().age().orElseThrow();
    }

    /** Says a step and waits until it is applied. */
    private void applied(WatchServicesResponse.Builder step) throws Exception {
        if (discovery.status().applied() == 0) {
            controlPlane.hear(); // hello
        }
        controlPlane.say(step);
        var answer = controlPlane.hear();
        assertTrue(answer.hasApplied(), answer::toString);
        assertEquals(step.getVersion(), answer.getApplied().getVersion());
    }

    private void assertKnown(String address) {
        assertNotNull(
                discovery.directory().at(new InetSocketAddress(address, 80)).service());
    }

    private void assertUnknown(String address) {
        assertNull(discovery.directory().at(new InetSocketAddress(address, 80)).service());
    }

    private static WatchServicesResponse.Builder full(String version) {
        return change(version).setFull(true);
    }

    private static WatchServicesResponse.Builder change(String version) {
        return WatchServicesResponse.newBuilder().setVersion(version);
    }

    private static Service service(String name, String address) {
        return Service.newBuilder()
                .setName(name(name))
                .addAddresses(address)
                .addPorts(ServicePort.newBuilder().setNumber(80).setName("http"))
                .build();
    }

    private static ServiceName name(String name) {
        return ServiceName.newBuilder().setNamespace("default").setName(name).build();
    }
}

package mesh.webhook.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "inject | true",
                "inject | ' false '",
                "sidecar | classic",
                "skip-inbound-ports | 22, 8000-8010",
                "skip-outbound-ports | 3306",
                "skip-outbound-cidrs | 10.0.0.0/8,fd00::/8",
                "nfqueue | 0",
                "nfqueue | 65535",
                "iptables-backend | legacy",
                "proxy-cpu-request | 100m",
                "proxy-cpu-limit | 0.5",
                "proxy-memory-limit | 1Gi",
                "injected | anything",
            })
    void whatIsMeantIsAccepted(String name, String value) {
        assertEquals(List.of(), mistakes("diy-service-mesh/" + name, value));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "inject | yes | [true, false]",
                "inject | '' | [true, false]",
                "inject | TRUE | [true, false]",
                "sidecar | modern | [native, classic]",
                "skip-inbound-ports | '' | 22,8000-8010",
                "skip-inbound-ports | 22, | 22,8000-8010",
                "skip-inbound-ports | 0 | ports are 1 to 65535",
                "skip-inbound-ports | 70000 | ports are 1 to 65535",
                "skip-inbound-ports | 9-8 | the smaller one first",
                "skip-outbound-ports | http | 22,8000-8010",
                "skip-outbound-cidrs | 10.0.0.1/8 | 10.0.0.0/8",
                "skip-outbound-cidrs | example.org | 10.0.0.0/8",
                "nfqueue | -1 | 0 to 65535",
                "nfqueue | 65536 | 0 to 65535",
                "nfqueue | 99999999999 | 0 to 65535",
                "iptables-backend | ipfw | [auto, nft, legacy]",
                "proxy-cpu-request | 0 | 100m",
                "proxy-cpu-request | -1 | 100m",
                "proxy-memory-limit | 1 GB | 96Mi",
                "proxy-memory-limit | 1.2.3 | 96Mi",
                "proxy-memory-limit | 64K | 96Mi",
                "Inject | true | no such annotation",
                "opaque-ports | 3306 | no such annotation",
                "☃ | ☃ | no such annotation",
            })
    void anythingElseIsRefusedWithKeyValueAndWhatIsAccepted(String name, String value, String accepted) {
        var message = mistakes("diy-service-mesh/" + name, value).getFirst();
        assertTrue(message.startsWith("annotation diy-service-mesh/" + name + ": '" + value + "'"), message);
        assertTrue(message.contains(accepted), message);
    }

    @Test
    void annotationsOfOthersAreNotOurBusiness() {
        assertEquals(List.of(), mistakes("example.org/inject", "yes"));
        assertEquals(List.of(), Annotation.mistakesIn(null).toList());
    }

    @Test
    void aValueOfTheGreatestSizeIsNotRepeatedInTheMessage() {
        var message =
                mistakes("diy-service-mesh/inject", "x".repeat(256 * 1024)).getFirst();
        assertTrue(message.length() < 300, message);
    }

    @Test
    void aListIsNoLongerThanWhatAnEnvironmentVariableHolds() {
        var message = mistakes("diy-service-mesh/skip-inbound-ports", "22,".repeat(100) + "22")
                .getFirst();
        assertTrue(message.contains("more than 100 entries"), message);
    }

    @Test
    void aRequestAboveItsLimitIsRefusedByTheNameOfItsAnnotation() {
        var pod = Samples.pod(Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/proxy-memory-request", "1Gi"))
                .build();
        assertEquals(
                List.of(
                        "annotation diy-service-mesh/proxy-memory-request: the proxy's request of 1Gi is above its limit"
                                + " of 320Mi; set diy-service-mesh/proxy-memory-limit as well"),
                Samples.refusals(pod));
    }

    @Property(tries = 2_000)
    void whateverIsWrittenThereIsAnAnswerInOneLine(
            @ForAll Annotation which, @ForAll @StringLength(max = 200) String value) {
        var key = which.key();
        mistakes(key, value).forEach(message -> {
            assertTrue(message.contains(key), message);
            assertEquals(1, message.lines().count(), message);
        });
    }

    /** Nothing that netinit would stumble over comes through. */
    @Property
    void everyPortIsAcceptedAndNothingBeyond(@ForAll @IntRange(min = -10, max = 70_000) int port) {
        boolean isPort = 1 <= port && port <= 65_535;
        assertEquals(
                isPort,
                mistakes("diy-service-mesh/skip-inbound-ports", String.valueOf(port))
                        .isEmpty());
    }

    private static List<String> mistakes(String key, String value) {
        return Annotation.mistakesIn(Map.of(key, value)).toList();
    }
}

package mesh.lab.story;

import static mesh.lab.story.Stories.inbound;
import static mesh.lab.story.Stories.outbound;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mesh.lab.topology.Topology;
import org.junit.jupiter.api.Test;

class JourneyTextTest {
    private final JourneyText text = new JourneyText(Topology.of("")::name);

    @Test
    void stepsOfBothProxiesStandInTheOrderOfTime() {
        var told = List.of(
                new Told("app-a", outbound("10.77.0.2:53210", 1000)),
                new Told("app-b", inbound("10.77.0.2:53210", 1200)));
        assertEquals("""
                app-a → app-b 10.77.0.3:8080, ended, 73 bytes sent, 249 received, 0.9 ms
                   µs  +µs  proxy of
                    0    0  app-a     outbound  accepted from 10.77.0.2:41000 on 127.0.0.1:15001
                   50   50  app-a     outbound  original destination 10.77.0.3:8080
                  200  150  app-b     inbound   accepted from 10.77.0.2:53210 on 10.77.0.3:15006
                  220   20  app-b     inbound   original destination 10.77.0.3:8080
                  290   70  app-b     inbound   first 73 bytes sent
                  500  210  app-b     inbound   first 249 bytes received
                  700  200  app-b     inbound   closed, ended: 73 bytes sent, 249 received
                  900  200  app-a     outbound  closed, ended: 73 bytes sent, 249 received""", text.of(Journeys.join(told).getFirst()));
    }

    @Test
    void aCallerWithoutAStoryWentPastItsProxy() {
        var alone = Journeys.join(List.of(new Told("app-b", inbound("10.77.0.2:53210", 0))))
                .getFirst();
        assertEquals(
                "app-a (past its proxy) → app-b 10.77.0.3:8080, ended, 73 bytes sent, 249 received, 0.5 ms",
                text.of(alone).lines().findFirst().orElseThrow());
    }
}

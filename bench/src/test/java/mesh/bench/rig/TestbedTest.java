package mesh.bench.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestbedTest {
    @Test
    void acceptedConnectionsAreTheKernelsPassiveOpens() {
        var snmp = List.of(
                "Ip: Forwarding DefaultTTL",
                "Ip: 2 64",
                "Tcp: RtoAlgorithm MaxConn ActiveOpens PassiveOpens AttemptFails",
                "Tcp: 1 -1 17 42 3",
                "Udp: InDatagrams",
                "Udp: 5");
        assertEquals(42, Testbed.passiveOpens(snmp));
    }
}

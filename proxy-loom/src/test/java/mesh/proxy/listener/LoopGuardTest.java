package mesh.proxy.listener;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopGuardTest {
    private final LoopGuard guard = new LoopGuard(Set.of(15001, 15006));

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1"})
    void ourPortsOnThisMachineAreOurselves(String address) throws Exception {
        assertTrue(guard.isOurselves(new InetSocketAddress(address, 15001)));
        assertTrue(guard.isOurselves(new InetSocketAddress(address, 15006)));
        assertFalse(guard.isOurselves(new InetSocketAddress(address, 80)));
    }

    @Test
    void everyAddressOfAnInterfaceIsThisMachine() throws Exception {
        for (var network : NetworkInterface.networkInterfaces().toList()) {
            for (var address : network.inetAddresses().toList()) {
                assertTrue(guard.isOurselves(new InetSocketAddress(address, 15001)), address::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "2001:db8::7"})
    void anotherMachinesProxyIsNotOurselves(String address) throws Exception {
        assertFalse(guard.isOurselves(new InetSocketAddress(address, 15001)));
    }
}

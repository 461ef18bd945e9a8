package mesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is missing is installed from the distribution's packages, and said before. */
class PackagesTest {
    @TempDir
    Path folder;

    Room room;

    @BeforeEach
    void room() throws IOException {
        room = new Room(folder);
        room.userId(0);
    }

    @Test
    void whatIsHereIsLeftAlone() throws Exception {
        room.tool("ip", "");
        room.tool("apt-get", "exit 1");

        assertEquals(new Room.Result(0, "", ""), room.functions("require_packages ip"));
        assertEquals(List.of(), room.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "apt-get, apt-get install -y -q --no-install-recommends conntrack iproute2",
        "dnf, dnf install -y conntrack-tools iproute",
        "pacman, pacman -S --needed --noconfirm conntrack-tools iproute2",
        "apk, apk add conntrack-tools iproute2",
        "zypper, zypper --non-interactive install conntrack-tools iproute2"
    })
    void installsByEveryPackageManagersOwnNamesAndSaysSoBefore(String manager, String command) throws Exception {
        room.tool(manager, "for tool in ip conntrack; do cp \"$0\" \"${0%/*}/$tool\"; done");

        var result = room.functions("require_packages 'conntrack ip'");

        assertEquals(0, result.exitCode(), result.err());
        assertEquals(command, room.calls().getLast());
        assertTrue(result.err().contains("missing: conntrack ip. Installing with: "), result.err());
        assertTrue(result.err().contains(command), result.err());
    }

    @Test
    void aptListsAreRefreshedFirst() throws Exception {
        room.tool("apt-get", "cp \"$0\" \"${0%/*}/ip\"");

        room.functions("require_packages ip");

        assertEquals("apt-get update -q", room.calls().getFirst());
    }

    @Test
    void withNoInstallItOnlyTells() throws Exception {
        room.tool("apt-get", "");
        room.environment.put("MESH_NO_INSTALL", "1");

        var result = room.functions("require_packages ip");

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("missing: ip; and MESH_NO_INSTALL=1 forbids to install it"), result.err());
        assertTrue(result.err().contains("apt-get install -y -q --no-install-recommends iproute2"), result.err());
        assertEquals(List.of(), room.calls());
    }

    @Test
    void aPackageThatDoesNotBringTheToolIsAnError() throws Exception {
        room.tool("apt-get", "");

        var result = room.functions("require_packages ip");

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("ip is still missing after apt-get installed iproute2"), result.err());
    }

    @Test
    void aUserInstallsThroughSudo() throws Exception {
        room.userId(1000);
        room.tool("sudo", "exec \"$@\"");
        room.tool("apk", "cp \"$0\" \"${0%/*}/ip\"");

        room.functions("require_packages ip");

        assertEquals(List.of("sudo apk add iproute2", "apk add iproute2"), room.calls());
    }

    @Test
    void withoutAKnownPackageManagerItNamesWhatIsMissing() throws Exception {
        var result = room.functions("require_packages 'ip iptables'");

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("missing: ip iptables; and no package manager known here"), result.err());
    }

    @Test
    void whatIsOnlyWantedIsGoneWithout() throws Exception {
        room.tool("apt-get", "exit 100");

        var result = room.functions("want_packages nginx 'its row is left out'; echo on");

        assertEquals(0, result.exitCode(), result.err());
        assertEquals("on\n", result.out());
        assertTrue(result.err().contains("going on without nginx: its row is left out"), result.err());
    }
}

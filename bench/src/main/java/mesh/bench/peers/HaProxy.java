package mesh.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mesh.bench.rig.MissingPeerException;
import mesh.bench.rig.Protocol;
import mesh.bench.rig.Subject;

/**
 * HAProxy, one thread. It asks SO_ORIGINAL_DST itself when its server has no address. In HTTP mode an idle connection
 * serves whichever request comes next to the same address.
 */
record HaProxy(Path program, String version, Protocol protocol) implements Subject {
    private static final String CONFIGURATION = """
            global
                nbthread 1
                maxconn 8000
            defaults
                mode %s
                http-reuse always
                timeout connect 5s
                timeout client 1h
                timeout server 1h
            listen outbound
                bind :%d
                server original_destination *
            listen inbound
                bind :%d
                server original_destination *
            """;

    static HaProxy find(Protocol protocol) throws IOException, MissingPeerException {
        var program = Programs.find("haproxy")
                .orElseThrow(() -> new MissingPeerException("not installed; `apt-get install haproxy` brings it"));
        return new HaProxy(
                program, Programs.version(program.toString(), "-v").replaceFirst(".*version (\\S+).*", "$1"), protocol);
    }

    @Override
    public String name() {
        return "HAProxy";
    }

    @Override
    public String does() {
        return "%s mode, 1 thread; dials the original destination (SO_ORIGINAL_DST), as ours does".formatted(protocol);
    }

    @Override
    public List<String> command(Path folder) throws IOException {
        var file = folder.resolve("haproxy.cfg");
        Files.writeString(file, CONFIGURATION.formatted(protocol.name().toLowerCase(Locale.ROOT), OUTBOUND, INBOUND));
        return List.of(program.toString(), "-db", "-f", file.toString()); // -db: in the foreground
    }
}

package mesh.bench.rig;

import java.nio.file.Path;
import java.util.List;

/** No proxy and no rules: what the machine itself takes. */
public record Direct() implements Subject {
    @Override
    public String name() {
        return "direct";
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public String does() {
        return "no proxy, no iptables rules, no conntrack";
    }

    @Override
    public boolean hasProxy() {
        return false;
    }

    @Override
    public List<String> command(Path folder) {
        throw new IllegalStateException("there is no proxy to start");
    }
}

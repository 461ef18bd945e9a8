package mesh.netinit;

import java.util.Locale;

/** The tables that we write to. In every hook mangle is walked before nat. */
public enum Table {
    MANGLE,
    NAT;

    /** As iptables spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package mesh.netinit;

import java.util.Locale;

/**
 * The two ways into the kernel behind the name iptables. They keep separate rules, neither shows the other's, and both
 * are obeyed: rules in the one that nobody looks at are how meshes lose traffic (linkerd2#7749, #13171).
 */
public enum Backend {
    NFT,
    LEGACY;

    /** {@code nft} or {@code legacy}: as in the programs' names and in {@code --backend}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Backend other() {
        return this == NFT ? LEGACY : NFT;
    }
}

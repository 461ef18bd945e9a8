package mesh.netinit;

import java.util.List;

/**
 * What passes by the proxy although it could be captured.
 *
 * @param inboundPorts ports of the pod that peers reach directly
 * @param outboundPorts ports of others that the pod reaches directly
 * @param inboundCidrs peers that reach the pod directly: blocks of source addresses
 * @param outboundCidrs peers that the pod reaches directly: blocks of destination addresses
 * @param uids users whose connections leave directly
 */
public record Exclusions(
        List<PortRange> inboundPorts,
        List<PortRange> outboundPorts,
        List<Cidr> inboundCidrs,
        List<Cidr> outboundCidrs,
        List<Long> uids) {
    /** Each entry is a rule that the first packet of every connection may walk; a longer list is a mistake. */
    static final int MOST = 500;

    public static final Exclusions NONE = new Exclusions(List.of(), List.of(), List.of(), List.of(), List.of());

    public Exclusions {
        inboundPorts = checked("inbound ports", inboundPorts);
        outboundPorts = checked("outbound ports", outboundPorts);
        inboundCidrs = checked("inbound CIDRs", inboundCidrs);
        outboundCidrs = checked("outbound CIDRs", outboundCidrs);
        uids = checked("uids", uids);
        uids.forEach(uid -> ProxyOwner.checkId("excluded uid", uid));
    }

    public Exclusions withInboundPorts(PortRange... ranges) {
        return new Exclusions(List.of(ranges), outboundPorts, inboundCidrs, outboundCidrs, uids);
    }

    public Exclusions withOutboundPorts(PortRange... ranges) {
        return new Exclusions(inboundPorts, List.of(ranges), inboundCidrs, outboundCidrs, uids);
    }

    public Exclusions withInboundCidrs(Cidr... blocks) {
        return new Exclusions(inboundPorts, outboundPorts, List.of(blocks), outboundCidrs, uids);
    }

    public Exclusions withOutboundCidrs(Cidr... blocks) {
        return new Exclusions(inboundPorts, outboundPorts, inboundCidrs, List.of(blocks), uids);
    }

    public Exclusions withUids(Long... users) {
        return new Exclusions(inboundPorts, outboundPorts, inboundCidrs, outboundCidrs, List.of(users));
    }

    private static <T> List<T> checked(String what, List<T> entries) {
        if (entries.size() > MOST) {
            throw new IllegalArgumentException("%d excluded %s are more than %d: use ranges or larger blocks"
                    .formatted(entries.size(), what, MOST));
        }
        return entries.stream().distinct().toList();
    }
}

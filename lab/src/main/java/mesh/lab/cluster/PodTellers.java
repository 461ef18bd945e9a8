package mesh.lab.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.story.HostAndPort;
import mesh.lab.story.Story;
import mesh.lab.story.Teller;
import mesh.lab.story.Tellers;
import mesh.lab.story.Told;
import mesh.lab.topology.Pod;

/** The proxy of a pod, and those of the pods that its stories name, as far as their times can be compared. */
public final class PodTellers implements Tellers, AutoCloseable {
    private static final int MOST = 50; // a way to each is kept open

    private final Cluster cluster;
    private final MeshedPod pod;
    private final Addresses addresses;
    private final Clocks clocks;
    private final List<PodPages> forwards = new ArrayList<>();
    private final Map<String, Teller> tellers = new LinkedHashMap<>();
    private final Set<String> leftOut = new HashSet<>();

    private PodTellers(Cluster cluster, MeshedPod pod) throws IOException {
        this.cluster = cluster;
        this.pod = pod;
        addresses = new Addresses(cluster);
        clocks = new Clocks(cluster);
        add(pod);
    }

    /**
     * @param pod its name, or its workload's
     * @throws mesh.lab.view.Failure when there is no such pod, or it has no proxy
     */
    public static PodTellers of(Cluster cluster, String pod) throws IOException {
        return new PodTellers(cluster, new MeshedPods(cluster).named(pod));
    }

    /** The name of the pod that was asked for. */
    public String pod() {
        return pod.name();
    }

    public Addresses addresses() {
        return addresses;
    }

    @Override
    public List<Teller> now() {
        return List.copyOf(tellers.values());
    }

    @Override
    public void heard(Told told) throws IOException {
        if (!told.pod().equals(addresses.name(pod))) {
            return; // whom a peer talks to besides is not asked for
        }
        for (var address : peers(told.story())) {
            var peer = addresses.pod(address);
            if (peer.isPresent()
                    && peer.get().isRunning()
                    && !tellers.containsKey(peer.get().key())) {
                consider(peer.get());
            }
        }
    }

    private static List<InetAddress> peers(Story story) {
        var direct = story.isOutbound() ? story.upstream() : story.downstream();
        return Stream.concat(Stream.of(direct), story.exchanges().stream().map(Story.Step::upstream))
                .filter(Objects::nonNull)
                .map(text -> HostAndPort.parse(text).getAddress())
                .distinct()
                .toList();
    }

    private void consider(MeshedPod peer) throws IOException {
        if (clocks.same(pod, peer) && tellers.size() < MOST) {
            add(peer);
        } else if (leftOut.add(peer.key()) && leftOut.size() <= MOST) {
            System.err.println("not joined with what the proxy of %s tells: %s"
                    .formatted(
                            addresses.name(peer),
                            clocks.same(pod, peer)
                                    ? MOST + " others are asked already"
                                    : "its node has another clock"));
        }
    }

    private void add(MeshedPod one) throws IOException {
        var pages = PodPages.open(cluster, one.namespace(), one.name(), Pod.ADMIN_PORT);
        forwards.add(pages);
        tellers.put(one.key(), new ProxyAdmin(addresses.name(one), pages));
    }

    @Override
    public void close() throws IOException {
        for (var forward : forwards) {
            forward.close();
        }
    }
}

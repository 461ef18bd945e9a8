package mesh.proxy.upstream;

import java.util.ArrayList;
import java.util.List;
import mesh.linux.AddressText;
import mesh.proxy.cluster.Balancer;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Endpoint;
import mesh.proxy.route.Destination;

/** Whom the tries of one request, or one connection, may go to. */
public sealed interface Targets {
    /** Whom the next try goes to; null when there is nobody. */
    Chosen choose();

    /** The next try should go elsewhere, if it can. */
    void avoid(Chosen failed);

    /** Whether another try could go to another endpoint. */
    boolean hasOthers();

    /** Whether one more try is within the retry budget. */
    boolean payRetry();

    /** For people. */
    String text();

    /** The endpoints of a service. */
    static Targets of(Cluster cluster, Balancer balancer) {
        return new Balanced(cluster, balancer);
    }

    /** The address that was dialled. */
    static Targets direct(Destination destination) {
        return new Only(destination);
    }

    /** The endpoints of a service: the balancer chooses. */
    final class Balanced implements Targets {
        private final Cluster cluster;
        private final Balancer balancer;
        private List<Endpoint> tried = List.of();

        private Balanced(Cluster cluster, Balancer balancer) {
            this.cluster = cluster;
            this.balancer = balancer;
        }

        @Override
        public Chosen choose() {
            var load = balancer.pick(cluster, tried);
            return load == null ? null : Chosen.of(load);
        }

        @Override
        public void avoid(Chosen failed) {
            if (tried.isEmpty()) {
                tried = new ArrayList<>(2);
            }
            tried.add(failed.endpoint());
        }

        @Override
        public boolean hasOthers() {
            return cluster.endpoints().size() > tried.size() + 1;
        }

        @Override
        public boolean payRetry() {
            return cluster.budget().tryRetry();
        }

        @Override
        public String text() {
            return cluster.service() + ":" + cluster.port();
        }
    }

    /** The address that was dialled: no service, or exactly that pod. */
    record Only(Destination destination) implements Targets {
        @Override
        public Chosen choose() {
            var pod = destination.pod();
            return new Chosen(pod == null ? destination.original() : pod.address(), pod, null);
        }

        @Override
        public void avoid(Chosen failed) {}

        @Override
        public boolean hasOthers() {
            return false;
        }

        @Override
        public boolean payRetry() {
            return false;
        }

        @Override
        public String text() {
            return AddressText.of(destination.original());
        }
    }
}

package mesh.proxy.route;

import java.util.List;
import java.util.random.RandomGenerator;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.ServiceName;
import mesh.proxy.http1.RequestHead;

/** One port of one service: what is spoken there, who serves it, and which routes are attached. */
public final class ServicePort {
    private static final Decision NO_ROUTE = new Decision.Answer(404, "no route of this service matches the request");

    private final Protocol protocol;
    private final Cluster cluster;
    private final List<Rule> rules;
    private final Decision own;

    /** @param rules in order of precedence; null: no route is attached */
    ServicePort(Protocol protocol, Cluster cluster, List<Rule> rules) {
        this.protocol = protocol;
        this.cluster = cluster;
        this.rules = rules;
        this.own = new Decision.Forward(cluster, "", FilterSet.NONE, List.of(), null, null);
    }

    public ServiceName name() {
        return cluster.service();
    }

    public int port() {
        return cluster.port();
    }

    public Protocol protocol() {
        return protocol;
    }

    /** Its own endpoints. */
    public Cluster cluster() {
        return cluster;
    }

    /**
     * Where the request goes: the first rule that matches says it. Which service it is was decided by the address that
     * was dialled; the request's authority does not lead to another.
     */
    public Decision decide(RequestHead request, RandomGenerator random) {
        if (rules == null) {
            return own;
        }
        for (var rule : rules) {
            if (rule.match().holds(request)) {
                return rule.decide(request, port(), random);
            }
        }
        return NO_ROUTE;
    }
}

package mesh.proxy.route;

import java.util.List;
import java.util.random.RandomGenerator;
import mesh.proxy.http1.RequestHead;

/**
 * One rule of a route, with one of its matches: HTTPRouteRule of the Gateway API.
 *
 * @param redirection null: the request goes to a backend
 * @param totalWeight of the backends; those with weight 0 are not among them
 */
record Rule(RequestMatch match, Redirection redirection, List<Weighted> backends, int totalWeight) {
    /** What follows when a backend is chosen: to go there, or 500 when it does not exist. */
    record Weighted(int weight, Decision decision) {}

    private static final Decision NO_BACKEND =
            new Decision.Answer(500, "the route has no backend for this request: all weights are 0, or it names none");

    static Rule to(RequestMatch match, List<Weighted> backends) {
        var weighted = backends.stream().filter(backend -> backend.weight > 0).toList();
        return new Rule(
                match,
                null,
                weighted,
                weighted.stream().mapToInt(Weighted::weight).sum());
    }

    static Rule redirect(RequestMatch match, Redirection redirection) {
        return new Rule(match, redirection, List.of(), 0);
    }

    Decision decide(RequestHead request, int servicePort, RandomGenerator random) {
        if (redirection != null) {
            return redirection.apply(request, servicePort);
        }
        return switch (backends.size()) {
            case 0 -> NO_BACKEND;
            case 1 -> backends.getFirst().decision();
            default -> weighted(random.nextInt(totalWeight));
        };
    }

    private Decision weighted(int drawn) {
        int left = drawn;
        for (var backend : backends) {
            left -= backend.weight;
            if (left < 0) {
                return backend.decision();
            }
        }
        throw new IllegalStateException(drawn + " of " + totalWeight);
    }
}

package mesh.proxy.route;

import java.time.Duration;
import mesh.proto.v1.Limits;
import mesh.proto.v1.TrafficPolicy;
import mesh.proxy.cluster.Policy;

/** Fills in what a TrafficPolicy leaves out. */
final class PolicyReader {
    private static final int DEFAULT_EJECTION_PERCENT = 10;

    private PolicyReader() {}

    static Policy policy(TrafficPolicy told) {
        var defaults = Policy.DEFAULT;
        var outliers = told.getOutlierDetection();
        var budget = told.getRetryBudget();
        return new Policy(
                balancing(told),
                told.hasSlowStart() ? RuleReader.duration(told.getSlowStart()) : defaults.slowStart(),
                outliers.hasConsecutiveFailures() ? outliers.getConsecutiveFailures() : defaults.consecutiveFailures(),
                ejection(told, defaults.baseEjection()),
                outliers.hasMaxEjectionPercent() ? outliers.getMaxEjectionPercent() : DEFAULT_EJECTION_PERCENT,
                atOnce(told.getLimits()),
                budget.hasPercent() ? budget.getPercent() : defaults.retryPercent(),
                budget.hasMinRetriesPerSecond() ? budget.getMinRetriesPerSecond() : defaults.minRetriesPerSecond());
    }

    /**
     * HTTP/1.1 has one request on a connection, so what limits the one limits the other. Nobody waits for a connection
     * here, so there are never more waiting than any limit allows. 0: no limit.
     */
    private static int atOnce(Limits limits) {
        int requests = limits.getMaxRequests();
        int connections = limits.getMaxConnections();
        return requests == 0 || connections == 0 ? Math.max(requests, connections) : Math.min(requests, connections);
    }

    private static Duration ejection(TrafficPolicy told, Duration otherwise) {
        var outliers = told.getOutlierDetection();
        return outliers.hasBaseEjection() ? RuleReader.duration(outliers.getBaseEjection()) : otherwise;
    }

    private static Policy.Balancing balancing(TrafficPolicy told) {
        return switch (told.getBalancing()) {
            case BALANCING_ROUND_ROBIN -> Policy.Balancing.ROUND_ROBIN;
            case BALANCING_LEAST_REQUEST -> Policy.Balancing.LEAST_REQUEST;
            case BALANCING_PEAK_EWMA, BALANCING_UNSPECIFIED, UNRECOGNIZED -> Policy.Balancing.PEAK_EWMA;
        };
    }
}

package mesh.proxy.route;

import java.time.Duration;
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
                told.getLimits().getMaxRequests(),
                budget.hasPercent() ? budget.getPercent() : defaults.retryPercent(),
                budget.hasMinRetriesPerSecond() ? budget.getMinRetriesPerSecond() : defaults.minRetriesPerSecond());
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

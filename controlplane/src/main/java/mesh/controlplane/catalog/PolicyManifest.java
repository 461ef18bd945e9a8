package mesh.controlplane.catalog;

import java.util.Map;
import java.util.Optional;
import mesh.proto.v1.Balancing;
import mesh.proto.v1.Limits;
import mesh.proto.v1.OutlierDetection;
import mesh.proto.v1.RetryBudget;
import mesh.proto.v1.TrafficPolicy;

/** Reads our own TrafficPolicy. Its CRD refuses what is refused here, so that an author hears of it at once. */
final class PolicyManifest {
    private static final int MANY = 1_000_000;

    private static final Map<String, Balancing> BALANCING = Map.of(
            "PeakEWMA", Balancing.BALANCING_PEAK_EWMA,
            "RoundRobin", Balancing.BALANCING_ROUND_ROBIN,
            "LeastRequest", Balancing.BALANCING_LEAST_REQUEST);

    private PolicyManifest() {}

    static PolicyObject read(Fields document) throws ManifestException {
        document.leave("status");
        var metadata = Metadata.of(document);
        var spec = document.requiredFields("spec");
        var target = spec.requiredFields("targetRef");
        target.oneOf("group", Map.of("", true));
        target.oneOf("kind", Map.of("Service", true));
        var service = new ObjectName(metadata.name().namespace(), Metadata.name(target, "name", null));
        target.done();
        var policy = policy(spec);
        spec.done();
        return new PolicyObject(metadata.name(), metadata.created(), service, policy);
    }

    private static TrafficPolicy policy(Fields spec) throws ManifestException {
        var policy = TrafficPolicy.newBuilder();
        spec.oneOf("balancing", BALANCING).ifPresent(policy::setBalancing);
        Literals.ofADay(spec, "slowStart").ifPresent(policy::setSlowStart);
        outlierDetection(spec).ifPresent(policy::setOutlierDetection);
        limits(spec).ifPresent(policy::setLimits);
        retryBudget(spec).ifPresent(policy::setRetryBudget);
        return policy.build();
    }

    private static Optional<OutlierDetection> outlierDetection(Fields spec) throws ManifestException {
        var fields = spec.fields("outlierDetection");
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        var detection = OutlierDetection.newBuilder();
        fields.get().number("consecutiveFailures", 0, MANY).ifPresent(detection::setConsecutiveFailures);
        Literals.ofADay(fields.get(), "baseEjection").ifPresent(detection::setBaseEjection);
        fields.get().number("maxEjectionPercent", 0, 100).ifPresent(detection::setMaxEjectionPercent);
        fields.get().done();
        check(spec, fields.get(), detection);
        return Optional.of(detection.build());
    }

    private static void check(Fields spec, Fields fields, OutlierDetection.Builder detection) throws ManifestException {
        if (detection.hasBaseEjection() && !Literals.isPositive(detection.getBaseEjection())) {
            throw fields.error("baseEjection", "must be above 0; to eject nobody, write consecutiveFailures: 0");
        }
        boolean off = detection.hasConsecutiveFailures() && detection.getConsecutiveFailures() == 0;
        if (off && (detection.hasBaseEjection() || detection.hasMaxEjectionPercent())) {
            throw spec.error(
                    "outlierDetection",
                    "has consecutiveFailures: 0, which turns this off, and baseEjection and maxEjectionPercent would mean"
                            + " nothing: leave them out");
        }
    }

    private static Optional<Limits> limits(Fields spec) throws ManifestException {
        var fields = spec.fields("limits");
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        var limits = Limits.newBuilder();
        fields.get().number("maxConnections", 1, MANY).ifPresent(limits::setMaxConnections);
        fields.get().number("maxPendingRequests", 1, MANY).ifPresent(limits::setMaxPendingRequests);
        fields.get().number("maxRequests", 1, MANY).ifPresent(limits::setMaxRequests);
        fields.get().done();
        return Optional.of(limits.build());
    }

    private static Optional<RetryBudget> retryBudget(Fields spec) throws ManifestException {
        var fields = spec.fields("retryBudget");
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        var budget = RetryBudget.newBuilder();
        fields.get().number("percent", 0, 100).ifPresent(budget::setPercent);
        fields.get().number("minRetriesPerSecond", 0, MANY).ifPresent(budget::setMinRetriesPerSecond);
        fields.get().done();
        return Optional.of(budget.build());
    }
}

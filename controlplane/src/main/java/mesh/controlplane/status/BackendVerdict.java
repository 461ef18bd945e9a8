package mesh.controlplane.status;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Collectors;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.status.Claim.BackendReference;
import mesh.controlplane.status.Entry.Condition;

/** Judges what a route sends requests to: the condition ResolvedRefs. */
record BackendVerdict(CatalogState state) {
    private static final String TYPE = "ResolvedRefs";

    /** More would only make the message longer: who has repaired these looks again. */
    private static final int MOST_NAMED = 5;

    private record Fault(String reason, String message) {}

    Condition of(Claim route) {
        var faults = new LinkedHashMap<String, Fault>(); // by message: each is told once
        for (var backend : route.backends()) {
            fault(backend).ifPresent(fault -> faults.putIfAbsent(fault.message, fault));
        }
        if (faults.isEmpty()) {
            return new Condition(TYPE, true, TYPE, "every backend exists", route.generation());
        }
        var message = faults.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        int more = faults.size() - MOST_NAMED;
        var first = faults.firstEntry().getValue();
        return new Condition(
                TYPE,
                false,
                first.reason,
                message + (more > 0 ? "; and %d more".formatted(more) : ""),
                route.generation());
    }

    private Optional<Fault> fault(BackendReference backend) {
        if (!backend.isService()) {
            return Optional.of(new Fault(
                    "InvalidKind",
                    "backend %s is a %s of group '%s'; a mesh sends requests to Services only"
                            .formatted(backend.name(), backend.kind(), backend.group())));
        }
        var service = state.services().get(backend.name());
        if (service == null) {
            return Optional.of(new Fault("BackendNotFound", "there is no Service " + backend.name()));
        }
        boolean has =
                backend.port() == 0 || service.ports().stream().anyMatch(port -> port.getNumber() == backend.port());
        return has
                ? Optional.empty()
                : Optional.of(new Fault(
                        "BackendNotFound", "Service %s has no TCP port %d".formatted(backend.name(), backend.port())));
    }
}

package mesh.lab.story;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins stories: the caller's proxy and the callee's proxy talk over one connection, so the outbound story's {@code
 * upstreamLocal} is the inbound story's {@code downstream}. A port is used again later, so of several the nearest in
 * time fits.
 */
public final class Journeys {
    private Journeys() {}

    /** All journeys, the oldest first. */
    public static List<Journey> join(List<Told> told) {
        var inbound = new HashMap<String, List<Told>>();
        told.stream()
                .filter(one -> !one.story().isOutbound())
                .forEach(one -> inbound.computeIfAbsent(one.story().downstream(), address -> new ArrayList<>())
                        .add(one));
        var journeys = new ArrayList<Journey>();
        for (var one : told) {
            if (one.story().isOutbound()) {
                journeys.add(new Journey(Optional.of(one), takePartner(one.story(), inbound)));
            }
        }
        inbound.values()
                .forEach(alone -> alone.forEach(one -> journeys.add(new Journey(Optional.empty(), Optional.of(one)))));
        journeys.sort(Comparator.comparingLong(Journey::startNanos));
        return journeys;
    }

    private static Optional<Told> takePartner(Story outbound, Map<String, List<Told>> inbound) {
        var candidates = inbound.getOrDefault(outbound.upstreamLocal(), List.of());
        var partner = candidates.stream()
                .filter(candidate -> overlap(outbound, candidate.story()))
                .min(Comparator.comparingLong(
                        candidate -> Math.abs(candidate.story().startNanos() - outbound.startNanos())));
        partner.ifPresent(candidates::remove);
        return partner;
    }

    /** Whether the one began before the other ended, both ways round. */
    private static boolean overlap(Story one, Story other) {
        return one.startNanos() - other.endNanos() <= 0 && other.startNanos() - one.endNanos() <= 0;
    }
}

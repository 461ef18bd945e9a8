package mesh.lab.story;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mesh.lab.story.Story.Step;

/**
 * Joins what two proxies tell. An opaque connection has one of its own between the proxies: the outbound story's {@code
 * upstreamLocal} is the inbound story's {@code downstream}. HTTP connections between proxies are kept and carry the
 * requests of many: there a request is found again by its time, its path and the pod that it went to.
 */
public final class Journeys {
    private final Set<String> joined = new HashSet<>();

    /** All journeys in what is told, the oldest first. */
    public static List<Journey> join(List<Told> told) {
        return new Journeys().joined(told);
    }

    /**
     * All journeys in what is told, the oldest first. Of connections that are still open only the requests are told that
     * finished connections made; one whose requests were told, now or earlier, is not told again when it ends.
     */
    public List<Journey> joined(List<Told> told) {
        var inbound = new ArrayList<>(
                told.stream().filter(one -> !one.story().isOutbound()).toList());
        var journeys = new ArrayList<Journey>();
        told.stream()
                .filter(one -> one.story().isOutbound() && !one.story().isOpen())
                .forEach(one -> journeys.add(new Journey(Optional.of(one), partner(one.story(), inbound))));
        inbound.stream()
                .filter(alone -> !alone.story().isOpen() && !joined.remove(alone.key()))
                .forEach(alone -> journeys.add(new Journey(Optional.empty(), Optional.of(alone))));
        journeys.sort(Comparator.comparingLong(Journey::startNanos));
        return journeys;
    }

    private Optional<Told> partner(Story outbound, List<Told> inbound) {
        return outbound.exchanges().isEmpty() ? connectionOf(outbound, inbound) : requestOf(outbound, inbound);
    }

    /** A port is used again later, so of several the nearest in time fits; then it is nobody else's. */
    private static Optional<Told> connectionOf(Story outbound, List<Told> inbound) {
        var partner = inbound.stream()
                .filter(one -> one.story().downstream() != null
                        && one.story().downstream().equals(outbound.upstreamLocal()))
                .filter(one -> !one.story().isOpen() && overlap(outbound, one.story()))
                .min(Comparator.comparingLong(one -> Math.abs(one.story().startNanos() - outbound.startNanos())));
        partner.ifPresent(inbound::remove);
        return partner;
    }

    /** The last request of a connection at the other proxy, with whatever else happened there in that time. */
    private Optional<Told> requestOf(Story outbound, List<Told> inbound) {
        var request = outbound.exchanges().getLast();
        for (var one : inbound) {
            var there = matching(request, one.story());
            if (there.isPresent()) {
                joined.add(one.key());
                long end = Math.max(outbound.endNanos(), there.get().nanos());
                return Optional.of(new Told(one.pod(), one.story().between(outbound.startNanos(), end)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> matching(Step request, Story inbound) {
        return Stream.of(inbound)
                .filter(story ->
                        story.destination() != null && story.destination().equals(request.upstream()))
                .flatMap(story -> story.exchanges().stream())
                .filter(step -> step.request().equals(request.request())
                        && step.startedNanos() - request.startedNanos() >= 0
                        && step.startedNanos() - request.nanos() <= 0)
                .findFirst();
    }

    /** Whether the one began before the other ended, both ways round. */
    private static boolean overlap(Story one, Story other) {
        return one.startNanos() - other.endNanos() <= 0 && other.startNanos() - one.endNanos() <= 0;
    }
}

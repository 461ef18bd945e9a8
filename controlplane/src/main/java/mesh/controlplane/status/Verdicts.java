package mesh.controlplane.status;

import java.util.List;
import java.util.Map;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.PolicyObject;
import mesh.controlplane.status.Entry.Condition;

/**
 * Judges objects at one moment: which are heeded, and why not. The same state gives the same words, in every replica and
 * after every restart; else they would write over each other for ever.
 */
public final class Verdicts {
    static final String ACCEPTED = "Accepted";

    private static final String LAST_GOOD = "; what was right in it last stays in force";

    private final CatalogState state;
    private final Map<ObjectName, PolicyObject> policies;
    private final BackendVerdict backends;

    public Verdicts(CatalogState state) {
        this.state = state;
        policies = PolicyObject.inForce(state);
        backends = new BackendVerdict(state);
    }

    /** The statuses that are to be written. Those that say already what they should are not among them. */
    public List<StatusPatch> patches(List<Claim> claims) {
        return claims.stream()
                .map(claim -> new StatusPatch(claim, entries(claim)))
                .filter(StatusPatch::isNeeded)
                .toList();
    }

    /** One for each Service that the object attaches to. */
    private List<Entry> entries(Claim claim) {
        return claim.services().stream()
                .map(service -> new Entry(
                        service,
                        switch (claim.key().kind()) {
                            case ROUTE -> List.of(route(claim, service), backends.of(claim));
                            case POLICY -> List.of(policy(claim, name(claim, service)));
                        }))
                .toList();
    }

    private Condition route(Claim claim, Map<String, Object> reference) {
        if (claim.refused().isPresent()) {
            return no(claim, "UnsupportedValue", claim.refused().get() + LAST_GOOD);
        }
        var name = name(claim, reference);
        var service = state.services().get(name);
        if (service == null) {
            return no(claim, "NoMatchingParent", "there is no Service " + name);
        }
        int port = reference.get("port") instanceof Number number ? number.intValue() : 0;
        if (port != 0 && service.ports().stream().noneMatch(has -> has.getNumber() == port)) {
            return no(claim, "NoMatchingParent", "Service %s has no TCP port %d".formatted(name, port));
        }
        var namespace = claim.key().name().namespace();
        return yes(
                claim,
                name.namespace().equals(namespace)
                        ? "requests to Service " + name + " are routed by it"
                        : "requests from namespace " + namespace + " to Service " + name + " are routed by it");
    }

    private Condition policy(Claim claim, ObjectName service) {
        if (claim.refused().isPresent()) {
            return no(claim, "Invalid", claim.refused().get() + LAST_GOOD);
        }
        if (!state.services().containsKey(service)) {
            return no(claim, "TargetNotFound", "there is no Service " + service);
        }
        var winner = policies.get(service);
        if (winner != null && !winner.name().equals(claim.key().name())) {
            return no(
                    claim,
                    "Conflicted",
                    "TrafficPolicy %s is for Service %s too and is older; that one counts"
                            .formatted(winner.name(), service));
        }
        return yes(claim, "requests to Service " + service + " are treated as it says");
    }

    private static ObjectName name(Claim claim, Map<String, Object> reference) {
        return new ObjectName(
                ClaimReader.text(reference, "namespace", claim.key().name().namespace()),
                ClaimReader.text(reference, "name", ""));
    }

    private static Condition yes(Claim claim, String message) {
        return new Condition(ACCEPTED, true, ACCEPTED, message, claim.generation());
    }

    private static Condition no(Claim claim, String reason, String message) {
        return new Condition(ACCEPTED, false, reason, message, claim.generation());
    }
}

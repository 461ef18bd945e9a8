package mesh.controlplane.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.controlplane.status.Entry.Condition;

/**
 * What the status of one object should say, beside what it says now. Only our entries are compared and replaced.
 *
 * @param claim the object as it was when it was judged
 * @param wanted our entries, all of them
 */
public record StatusPatch(Claim claim, List<Entry> wanted) {
    /** Whose entries are ours. {@code DOMAIN/PATH}, as the Gateway API asks. */
    public static final String CONTROLLER = "diymesh.dev/controlplane";

    public StatusPatch {
        wanted = List.copyOf(wanted);
    }

    /** Times are not compared: they are those of the last transitions. */
    boolean isNeeded() {
        return !ours().stream().map(this::entry).toList().equals(wanted);
    }

    /** Whether the same was to be written over the same. */
    public boolean repeats(StatusPatch before) {
        return before != null
                && claim.key().equals(before.claim.key())
                && claim.resourceVersion().equals(before.claim.resourceVersion())
                && wanted.equals(before.wanted);
    }

    private List<Map<?, ?>> ours() {
        return ClaimReader.maps(claim.entries()).filter(StatusPatch::isOurs).toList();
    }

    private static boolean isOurs(Map<?, ?> entry) {
        return CONTROLLER.equals(entry.get("controllerName"));
    }

    private Entry entry(Map<?, ?> entry) {
        var reference = new LinkedHashMap<String, Object>();
        ClaimReader.fields(entry.get(claim.key().kind().reference()))
                .forEach((name, value) -> reference.put(name.toString(), value));
        var conditions = ClaimReader.maps(entry.get("conditions"))
                .map(StatusPatch::condition)
                .toList();
        return new Entry(reference, conditions);
    }

    private static Condition condition(Map<?, ?> fields) {
        return new Condition(
                ClaimReader.text(fields, "type", ""),
                ClaimReader.text(fields, "status", "").equals("True"),
                ClaimReader.text(fields, "reason", ""),
                ClaimReader.text(fields, "message", ""),
                fields.get("observedGeneration") instanceof Number number ? number.longValue() : 0);
    }

    /**
     * A JSON merge patch (RFC 7386). It replaces the whole list, so it names the version that it was made from: when
     * another controller wrote meanwhile, the API server answers 409 and keeps what that one wrote.
     */
    public Map<String, Object> body(Instant now) {
        var list = new ArrayList<Object>();
        for (var entry : claim.entries()) {
            if (!isOurs(ClaimReader.fields(entry))) {
                list.add(entry);
            }
        }
        wanted.forEach(entry -> list.add(written(entry, now)));
        return Map.of(
                "metadata", Map.of("resourceVersion", claim.resourceVersion()),
                "status", Map.of(claim.key().kind().list(), list));
    }

    private Map<String, Object> written(Entry entry, Instant now) {
        return Map.of(
                claim.key().kind().reference(),
                entry.reference(),
                "controllerName",
                CONTROLLER,
                "conditions",
                entry.conditions().stream()
                        .map(condition -> Map.of(
                                "type", condition.type(),
                                "status", condition.holds() ? "True" : "False",
                                "reason", condition.reason(),
                                "message", condition.message(),
                                "observedGeneration", condition.generation(),
                                "lastTransitionTime", since(entry.reference(), condition, now)))
                        .toList());
    }

    /** The time that is written already, unless the condition's status is another now. */
    private String since(Map<String, Object> reference, Condition condition, Instant now) {
        return ours().stream()
                .filter(entry -> entry(entry).reference().equals(reference))
                .flatMap(entry -> ClaimReader.maps(entry.get("conditions")))
                .filter(written -> condition(written).type().equals(condition.type()))
                .filter(written -> condition(written).holds() == condition.holds())
                .map(written -> ClaimReader.text(written, "lastTransitionTime", ""))
                .filter(time -> !time.isEmpty())
                .findFirst()
                .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}

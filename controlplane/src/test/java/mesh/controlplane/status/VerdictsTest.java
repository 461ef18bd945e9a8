package mesh.controlplane.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.ObjectName;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");
    private static final Map<String, Object> PARENT = Map.of("group", "", "kind", "Service", "name", "app-b");
    private static final Verdicts NOTHING_THERE = new Verdicts(CatalogState.EMPTY);

    @Test
    void whatIsWrittenIsRightWhenItIsReadBackAndIsNotWrittenAgain() {
        var patch = NOTHING_THERE.patches(List.of(claim(1, List.of()))).getFirst();
        var written = list(patch.body(NOW));
        assertEquals(List.of(), NOTHING_THERE.patches(List.of(claim(1, written))));
    }

    @Test
    void aTimeIsThatOfTheLastTransitionNotOfTheLastWrite() {
        var first = list(
                NOTHING_THERE.patches(List.of(claim(1, List.of()))).getFirst().body(NOW));
        var second =
                list(NOTHING_THERE.patches(List.of(claim(2, first))).getFirst().body(NOW.plusSeconds(60)));
        assertEquals("2026-01-31T12:00:00Z", condition(second).get("lastTransitionTime"));
        assertEquals(2L, condition(second).get("observedGeneration"));
    }

    @Test
    void aListThatWasReadIsNamedByItsVersionSoThatNobodysEntryIsLost() {
        var body =
                NOTHING_THERE.patches(List.of(claim(1, List.of()))).getFirst().body(NOW);
        assertEquals(Map.of("resourceVersion", "7"), body.get("metadata"));
    }

    @Test
    void whatHasNoShapeIsPassedOver() {
        for (var spec : List.of(
                Map.<String, Object>of(),
                Map.<String, Object>of("spec", "text"),
                Map.<String, Object>of("spec", Map.of("parentRefs", "text", "rules", List.of("text"))),
                Map.<String, Object>of("spec", Map.of("parentRefs", List.of(3), "rules", Map.of())),
                Map.<String, Object>of("spec", Map.of("rules", List.of(Map.of("backendRefs", List.of(7))))),
                Map.<String, Object>of("status", List.of()),
                Map.<String, Object>of("status", Map.of("parents", List.of("text", Map.of()))))) {
            for (var kind : StatusKind.values()) {
                var claim = ClaimReader.read(kind, new ObjectName("shop", "x"), 1, "7", spec);
                assertEquals(List.of(), NOTHING_THERE.patches(List.of(claim)), spec::toString);
            }
        }
    }

    @Test
    void aLongMessageIsCut() {
        var claim = claim(1, List.of()).refusedFor("x".repeat(100_000));
        var written = list(NOTHING_THERE.patches(List.of(claim)).getFirst().body(NOW));
        assertEquals(2000, condition(written).get("message").toString().length());
    }

    private static Claim claim(long generation, List<?> entries) {
        var document = Map.of("spec", Map.of("parentRefs", List.of(PARENT)), "status", Map.of("parents", entries));
        return ClaimReader.read(
                StatusKind.ROUTE, new ObjectName("shop", "canary"), generation, "7", Map.copyOf(document));
    }

    private static List<?> list(Map<String, Object> body) {
        return (List<?>) ClaimReader.fields(body.get("status")).get("parents");
    }

    /** The first: Accepted. */
    private static Map<?, ?> condition(List<?> entries) {
        return ClaimReader.maps(ClaimReader.fields(entries.getFirst()).get("conditions"))
                .findFirst()
                .orElseThrow();
    }
}

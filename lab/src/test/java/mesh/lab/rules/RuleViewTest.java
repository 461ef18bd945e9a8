package mesh.lab.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mesh.netinit.LiveRules;
import org.junit.jupiter.api.Test;

class RuleViewTest {
    @Test
    void aRuleIsTakenApartIntoMatchTargetAndReason() {
        assertEquals(
                new RuleView(
                        "nat", "MESH_OUTBOUND", 16, 960, "--uid-owner 1337", "RETURN", "traffic of the proxy leaves"),
                view(
                        "[16:960] -A MESH_OUTBOUND -m owner --uid-owner 1337 -m comment --comment \"traffic of the proxy leaves\" -j RETURN"));
    }

    @Test
    void aRuleWithoutConditionsMatchesAnythingAndATargetKeepsItsOptions() {
        assertEquals(
                new RuleView("nat", "MESH_REDIRECT_OUTBOUND", 3, 180, "anything", "REDIRECT --to-ports 15001", "why"),
                view("[3:180] -A MESH_REDIRECT_OUTBOUND -m comment --comment why -j REDIRECT --to-ports 15001"));
    }

    private static RuleView view(String line) {
        var save = "*nat\n:MESH_OUTBOUND - [0:0]\n:MESH_REDIRECT_OUTBOUND - [0:0]\n" + line + "\nCOMMIT\n";
        return RuleView.of(LiveRules.parse(save).ours().getFirst());
    }
}

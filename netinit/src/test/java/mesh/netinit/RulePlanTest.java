package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulePlanTest {
    @ParameterizedTest
    @EnumSource
    void ipv4RulesMatchTheirGoldenFile(GoldenCase golden) throws IOException {
        assertEquals(golden.golden(Family.IPV4), RestoreText.of(golden.rules(Family.IPV4)));
    }

    @ParameterizedTest
    @EnumSource
    void ipv6RulesMatchTheirGoldenFile(GoldenCase golden) throws IOException {
        assertEquals(golden.golden(Family.IPV6), RestoreText.of(golden.rules(Family.IPV6)));
    }

    /** What xt_comment keeps: 256 bytes with the closing zero. */
    @ParameterizedTest
    @EnumSource
    void everyRuleSaysWhyInAsManyWordsAsTheKernelKeeps(GoldenCase golden) {
        for (var rule : golden.rules(Family.IPV4)) {
            assertTrue(!rule.why().isBlank() && rule.why().length() < 256, rule.toString());
            assertTrue(rule.why().matches("[a-z0-9 ,;:]+"), () -> "would be quoted or escaped: " + rule.why());
        }
    }
}

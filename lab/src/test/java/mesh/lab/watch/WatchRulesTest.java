package mesh.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import mesh.netinit.LiveRules;
import org.junit.jupiter.api.Test;

class WatchRulesTest {
    private static final String INSTALLED = """
            *mangle
            :LAB_WATCH - [0:0]
            -A LAB_WATCH -p tcp -m comment --comment "mesh watch looks at it; bypass: flows on when nobody watches" -j NFQUEUE --queue-num 1501 --queue-bypass
            -A PREROUTING -p tcp -m comment --comment "mesh watch" -j LAB_WATCH
            -A INPUT -p tcp -m comment --comment "mesh watch" -j LAB_WATCH
            -A OUTPUT -p tcp -m comment --comment "mesh watch" -j LAB_WATCH
            COMMIT
            """;
    private static final String LEFT_BY_A_KILLED_WATCH = """
            *mangle
            :PREROUTING ACCEPT [5:300]
            :LAB_WATCH - [0:0]
            -A PREROUTING -m conntrack --ctstate INVALID -j DROP
            -A PREROUTING -p tcp -m comment --comment "mesh watch" -j LAB_WATCH
            -A LAB_WATCH -p tcp -j NFQUEUE --queue-num 1501 --queue-bypass
            COMMIT
            """;

    @Test
    void theRulesGoInInOneTransaction() {
        assertEquals(INSTALLED, WatchRules.install("", 1501, OptionalInt.empty()));
    }

    @Test
    void aPortIsMatchedByWhatTheClientDialled() {
        assertTrue(WatchRules.install("", 1501, OptionalInt.of(8080)).contains(" -m conntrack --ctorigdstport 8080 "));
    }

    @Test
    void whatAKilledWatchLeftIsReplacedAndNotDoubled() {
        var jump = "-D PREROUTING -p tcp -m comment --comment \"mesh watch\" -j LAB_WATCH\n";
        assertEquals(
                INSTALLED.replace("- [0:0]\n", "- [0:0]\n" + jump),
                WatchRules.install(LEFT_BY_A_KILLED_WATCH, 1501, OptionalInt.empty()));
    }

    @Test
    void removingTouchesOnlyItsOwnRules() {
        assertEquals("""
                *mangle
                -D PREROUTING -p tcp -m comment --comment "mesh watch" -j LAB_WATCH
                -F LAB_WATCH
                -X LAB_WATCH
                COMMIT
                """, WatchRules.remove(LEFT_BY_A_KILLED_WATCH));
    }

    @Test
    void netinitDoesNotTakeThemForItsOwn() {
        assertFalse(LiveRules.parse(INSTALLED).hasOurs());
    }

    @Test
    void thereIsNothingToRemoveWhereNobodyWatched() {
        assertEquals("", WatchRules.remove("*mangle\n:PREROUTING ACCEPT [5:300]\nCOMMIT\n"));
    }
}

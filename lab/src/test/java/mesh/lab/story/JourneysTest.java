package mesh.lab.story;

import static mesh.lab.story.Stories.inbound;
import static mesh.lab.story.Stories.outbound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JourneysTest {
    private static final String PORT = "10.77.0.2:53210";

    @Test
    void twoStoriesOfOneConnectionAreJoinedByTheAddressBetweenTheProxies() {
        var out = new Told("app-a", outbound(PORT, 1000));
        var in = new Told("app-b", inbound(PORT, 1200));
        assertEquals(List.of(new Journey(Optional.of(out), Optional.of(in))), Journeys.join(List.of(in, out)));
    }

    @Test
    void aPortThatIsUsedAgainJoinsWithTheConnectionOfItsTime() {
        var early = new Told("app-a", outbound(PORT, 1000));
        var late = new Told("app-a", outbound(PORT, 900_000));
        var earlyIn = new Told("app-b", inbound(PORT, 1200));
        var lateIn = new Told("app-b", inbound(PORT, 900_300));
        assertEquals(
                List.of(
                        new Journey(Optional.of(early), Optional.of(earlyIn)),
                        new Journey(Optional.of(late), Optional.of(lateIn))),
                Journeys.join(List.of(lateIn, late, earlyIn, early)));
    }

    @Test
    void aStoryOfAnotherTimeStaysAlone() {
        var out = new Told("app-a", outbound(PORT, 1000));
        var in = new Told("app-b", inbound(PORT, 900_000));
        var journeys = Journeys.join(List.of(out, in));
        assertEquals(2, journeys.size());
        assertTrue(journeys.get(0).inbound().isEmpty());
        assertTrue(journeys.get(1).outbound().isEmpty());
    }

    @Test
    void aConnectionThatNeverGotAnUpstreamIsAJourneyOfItsOwn() {
        var out = new Told("app-a", outbound(null, 1000));
        var journeys = Journeys.join(List.of(out, new Told("app-b", inbound(PORT, 1100))));
        assertEquals(Optional.of(out), journeys.getFirst().outbound());
        assertTrue(journeys.getFirst().concerns("app-a"));
        assertFalse(journeys.getFirst().concerns("app-b"));
    }

    @Test
    void aRequestIsFoundAgainOnAKeptConnectionAndThatIsNotToldAgainWhenItEnds() {
        var journeys = new Journeys();
        var out = new Told("app-a", Stories.request(1000));
        var open = new Told("app-b", Stories.kept("open", 0, 200, 1200, 1800));
        var journey = journeys.joined(List.of(out, open)).getFirst();
        assertEquals(1, journey.inbound().orElseThrow().story().exchanges().size());
        assertEquals(
                1_200_000,
                journey.inbound().orElseThrow().story().exchanges().getFirst().startedNanos());
        var ended = new Told("app-b", Stories.kept("ended", 0, 200, 1200, 1800));
        assertEquals(List.of(), journeys.joined(List.of(ended)));
    }

    @Test
    void aKeptConnectionWithoutACallerThatTellsIsToldWhenItEnds() {
        var open = new Told("app-b", Stories.kept("open", 0, 200));
        assertEquals(List.of(), Journeys.join(List.of(open)));
        var ended = new Told("app-b", Stories.kept("ended", 0, 200));
        assertEquals(List.of(new Journey(Optional.empty(), Optional.of(ended))), Journeys.join(List.of(ended)));
    }
}

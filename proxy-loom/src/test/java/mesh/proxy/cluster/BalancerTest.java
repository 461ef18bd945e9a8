package mesh.proxy.cluster;

import static mesh.proxy.cluster.Clusters.SECOND;
import static mesh.proxy.cluster.Clusters.cluster;
import static mesh.proxy.cluster.Clusters.endpoint;
import static mesh.proxy.cluster.Clusters.policy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mesh.proxy.cluster.Policy.Balancing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancerTest {
    private static final long MILLISECOND = 1_000_000;

    private final Clusters world = new Clusters();

    @ParameterizedTest
    @EnumSource
    void aClusterWithoutEndpointsHasNobody(Balancing balancing) {
        assertNull(world.balancer.pick(cluster(policy(balancing), 0), List.of()));
    }

    @Test
    void roundRobinIsEven() {
        assertArrayEquals(
                new int[] {100, 100, 100},
                world.chosen(cluster(policy(Balancing.ROUND_ROBIN), 3), 300, MILLISECOND, MILLISECOND, MILLISECOND));
    }

    @Test
    void theFasterOfTwoGetsMost() {
        var chosen = world.chosen(cluster(policy(Balancing.PEAK_EWMA), 2), 1000, MILLISECOND, 20 * MILLISECOND);
        assertTrue(chosen[0] > 900, () -> chosen[0] + " and " + chosen[1]);
    }

    @Test
    void whoWasSlowOnceIsAskedAgainLater() {
        var cluster = cluster(policy(Balancing.PEAK_EWMA), 2);
        for (int i = 0; i < 20; i++) { // both are known
            world.chosen(cluster, 1, MILLISECOND, MILLISECOND);
        }
        var slow = world.balancer.pick(cluster, List.of());
        slow.started();
        slow.finished(2 * SECOND, false);
        int other = 1 - cluster.endpoints().indexOf(slow.endpoint());
        assertEquals(100, world.chosen(cluster, 100, MILLISECOND, MILLISECOND)[other], "avoided at once");
        world.now += 100 * SECOND;
        assertNotEquals(100, world.chosen(cluster, 100, MILLISECOND, MILLISECOND)[other], "and not for ever");
    }

    @Test
    void fastFailuresAttractNobody() {
        var cluster = cluster(policy(Balancing.PEAK_EWMA), 3);
        int failing = 0;
        for (int i = 0; i < 1000; i++) {
            var load = world.balancer.pick(cluster, List.of());
            boolean fails = load.endpoint().equals(endpoint(0));
            failing += fails ? 1 : 0;
            load.started();
            world.now += MILLISECOND;
            load.finished(fails ? MILLISECOND / 10 : 5 * MILLISECOND, fails);
        }
        assertTrue(failing < 50, "asked " + failing + " times");
    }

    @Test
    void fewerInFlightIsBetter() {
        var cluster = cluster(policy(Balancing.LEAST_REQUEST), 2);
        var busy = world.balancer.pick(cluster, List.of());
        busy.started();
        for (int i = 0; i < 100; i++) {
            assertNotEquals(
                    busy.endpoint(), world.balancer.pick(cluster, List.of()).endpoint());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDrainingEndpointIsTheLastResort(Balancing balancing) {
        var both = cluster(policy(balancing), List.of(endpoint(0, true, null), endpoint(1)));
        assertArrayEquals(new int[] {0, 100}, world.chosen(both, 100, MILLISECOND, MILLISECOND));
        var alone = cluster(policy(balancing), List.of(endpoint(0, true, null), endpoint(2, true, null)));
        var chosen = world.chosen(alone, 100, MILLISECOND, MILLISECOND);
        assertEquals(100, chosen[0] + chosen[1]);
    }

    @ParameterizedTest
    @EnumSource
    void whoWasTriedIsAskedAgainOnlyWhenNobodyElseIsThere(Balancing balancing) {
        var cluster = cluster(policy(balancing), 2);
        for (int i = 0; i < 50; i++) {
            assertEquals(
                    endpoint(1),
                    world.balancer.pick(cluster, List.of(endpoint(0))).endpoint());
            assertTrue(cluster.endpoints()
                    .contains(world.balancer
                            .pick(cluster, List.of(endpoint(0), endpoint(1)))
                            .endpoint()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewEndpointsShareGrows(Balancing balancing) {
        var policy = new Policy(balancing, Duration.ofSeconds(100), 0, Duration.ofSeconds(30), 10, 0, 20, 1);
        var since = Instant.ofEpochSecond(0, world.now);
        var cluster = cluster(policy, List.of(endpoint(0), endpoint(1, false, since)));
        int first = world.chosen(cluster, 1000, 1, 1)[1];
        assertTrue(first < 160, "at first a tenth or less: " + first);
        world.now += 1000 * SECOND;
        int later = world.chosen(cluster, 1000, 1, 1)[1];
        assertTrue(later > 300, "later as much as others: " + later);
    }

    @ParameterizedTest
    @EnumSource
    void aRetryGoesToSomebodyNewRatherThanToWhoHasFailedIt(Balancing balancing) {
        var policy = new Policy(balancing, Duration.ofSeconds(100), 0, Duration.ofSeconds(30), 10, 0, 20, 1);
        var since = Instant.ofEpochSecond(0, world.now);
        var cluster = cluster(policy, List.of(endpoint(0), endpoint(1, false, since)));
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    "pod-1",
                    world.balancer
                            .pick(cluster, List.of(endpoint(0)))
                            .endpoint()
                            .pod());
        }
    }

    @Test
    void whoFailsInARowIsEjectedAndComesBackAndTheNextTimeIsLonger() {
        var cluster = cluster(Clusters.ejecting(3, 50), 2);
        fail(cluster, endpoint(0), 3);
        assertNotChosen(cluster, endpoint(0));
        world.now += 30 * SECOND;
        assertChosen(cluster, endpoint(0));
        fail(cluster, endpoint(0), 3);
        world.now += 31 * SECOND;
        assertNotChosen(cluster, endpoint(0));
        world.now += 30 * SECOND;
        assertChosen(cluster, endpoint(0));
    }

    @Test
    void notMoreThanTheirPartAreEjected() {
        var cluster = cluster(Clusters.ejecting(1, 50), 4);
        for (int i = 0; i < 4; i++) {
            fail(cluster, endpoint(i), 1);
        }
        assertNotChosen(cluster, endpoint(0));
        assertNotChosen(cluster, endpoint(1));
        assertChosen(cluster, endpoint(2));
        assertChosen(cluster, endpoint(3));
    }

    @Test
    void whatIsKnownOutlivesAVersion() {
        var cluster = cluster(policy(Balancing.PEAK_EWMA), 2);
        var load = world.balancer.pick(cluster, List.of());
        var next = cluster.with(List.of(endpoint(0), endpoint(1), endpoint(2)), cluster.policy());
        var seen = new java.util.HashSet<Load>();
        for (int i = 0; i < 100; i++) {
            seen.add(world.balancer.pick(next, List.of()));
        }
        assertTrue(seen.contains(load));
        assertEquals(3, seen.size());
        assertSame(next, next.with(List.of(endpoint(0), endpoint(1), endpoint(2)), cluster.policy()));
    }

    private void fail(Cluster cluster, Endpoint endpoint, int times) {
        for (int failed = 0; failed < times; ) {
            var load = world.balancer.pick(cluster, List.of());
            load.started();
            boolean fails = load.endpoint().equals(endpoint);
            load.finished(1, fails);
            failed += fails ? 1 : 0;
        }
    }

    private void assertChosen(Cluster cluster, Endpoint endpoint) {
        assertTrue(isChosen(cluster, endpoint));
    }

    private void assertNotChosen(Cluster cluster, Endpoint endpoint) {
        assertTrue(!isChosen(cluster, endpoint));
    }

    private boolean isChosen(Cluster cluster, Endpoint endpoint) {
        for (int i = 0; i < 100; i++) {
            if (world.balancer.pick(cluster, List.of()).endpoint().equals(endpoint)) {
                return true;
            }
        }
        return false;
    }
}

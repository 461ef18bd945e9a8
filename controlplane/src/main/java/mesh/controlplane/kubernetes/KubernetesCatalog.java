package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.controlplane.catalog.Catalog;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.Condition;
import mesh.controlplane.catalog.Problem;
import mesh.controlplane.catalog.StatusWrites;
import mesh.controlplane.status.Claim;
import mesh.controlplane.status.Verdicts;

/**
 * What a cluster's API server says. Its informers fill {@link KnownObjects}; one thread makes states of them, so that a
 * burst of changes becomes one state. Nothing is published before everything was read once: a state without endpoints
 * would be believed. Afterwards what is known stays, however long the API server is away. Routes and policies are told in
 * their status what became of them.
 */
public final class KubernetesCatalog implements Catalog {
    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    /** After a change, for those that come with it: a rollout writes Pod, EndpointSlice and more. */
    private static final Duration TOGETHER = Duration.ofMillis(20);

    /** All that it warns of is in our own problems, once and in fewer words. Kept, since the JDK forgets loggers. */
    private static final Logger CLIENT = Logger.getLogger("io.fabric8");

    static {
        CLIENT.setLevel(Level.OFF);
    }

    private final KubernetesClient client;
    private final KnownObjects objects = new KnownObjects();
    private final List<ResourceWatch> watches = new ArrayList<>();
    private final StatusWriter statuses;
    private final Semaphore news = new Semaphore(0);
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private final Thread publisher;
    private final Thread checker;
    private List<Claim> claims = List.of(); // of the publisher
    private volatile CatalogState state = CatalogState.EMPTY;
    private volatile Condition condition = new Condition(false, List.of(), List.of());

    /** Starts reading; what stands in its way is in {@link #condition}. @throws IOException when no cluster is meant */
    public KubernetesCatalog(KubernetesSettings settings) throws IOException {
        client = Cluster.client(settings);
        statuses = new StatusWriter(new StatusSender(client, InstantSource.system()), System.err::println);
        for (var resource : Resource.values()) {
            watches.add(new ResourceWatch(client, resource, objects, news::release));
        }
        publisher = Thread.ofPlatform().name("catalog").daemon().start(this::publish);
        checker = Thread.ofPlatform().name("catalog-check").daemon().start(this::check);
    }

    @Override
    public CatalogState state() {
        return state;
    }

    @Override
    public Condition condition() {
        return condition;
    }

    @Override
    public StatusWrites statusWrites() {
        return statuses.count();
    }

    @Override
    public void onChange(Runnable action) {
        actions.add(action);
    }

    private void publish() {
        try {
            while (true) {
                news.acquire();
                TimeUnit.NANOSECONDS.sleep(TOGETHER.toNanos());
                news.drainPermits();
                var claimsBefore = claims;
                boolean changed = look();
                if (changed) {
                    actions.forEach(Runnable::run);
                }
                if (condition.complete() && (changed || !claims.equals(claimsBefore))) {
                    statuses.want(new Verdicts(state).patches(claims));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** @return whether anything is another */
    private boolean look() {
        var stateBefore = state;
        var conditionBefore = condition;
        var troubles = told(watch -> !watch.isWithoutNeed());
        boolean complete = conditionBefore.complete() || watches.stream().allMatch(ResourceWatch::isSettled);
        var reading = objects.read(troubles);
        state = complete ? reading.state() : CatalogState.of(List.of(), troubles);
        claims = reading.claims();
        condition = new Condition(complete, troubles, told(ResourceWatch::isWithoutNeed));
        return !state.equals(stateBefore) || !condition.equals(conditionBefore);
    }

    private List<Problem> told(Predicate<ResourceWatch> which) {
        return watches.stream()
                .filter(which)
                .flatMap(watch -> watch.trouble().map(trouble -> trouble.of(watch.resource())).stream())
                .toList();
    }

    private void check() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(CHECK_EVERY.toNanos());
                watches.forEach(ResourceWatch::check);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        publisher.interrupt();
        checker.interrupt();
        try {
            publisher.join();
            checker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        statuses.close();
        watches.forEach(ResourceWatch::close);
        client.close();
    }
}

package mesh.controlplane.snapshot;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.controlplane.catalog.Catalog;
import mesh.controlplane.catalog.Condition;
import mesh.controlplane.catalog.Problem;
import mesh.controlplane.catalog.StatusWrites;
import mesh.proto.v1.WatchServicesResponse;

/**
 * The newest {@link Snapshot} for each namespace, computed once a change and shared by all proxies that see the same. A
 * change that a namespace does not see gives it no new snapshot.
 */
public final class Snapshots {
    /** How many old snapshots a proxy that comes back may still have; with older ones it is sent all. */
    private static final int REMEMBERED = 64;

    /** The namespace that no name can be: stands for all that see nothing special. */
    private static final String OTHERS = "";

    private final Catalog catalog;
    private final InstantSource clock;
    private final String run;
    private final Steps steps = new Steps();
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    // Below: guarded by this.
    private long number;
    private Mesh mesh = Mesh.EMPTY;
    private final Map<String, Snapshot> newest = new HashMap<>();
    private final Map<String, Snapshot> byVersion = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Snapshot> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param clock tells since when an endpoint is ready; its first time tells this run's versions from another's */
    public Snapshots(Catalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
        run = Long.toString(clock.millis(), Character.MAX_RADIX);
        compute();
        catalog.onChange(this::update);
        compute(); // what changed before we listened
    }

    private void update() {
        compute();
        actions.forEach(Runnable::run);
    }

    private synchronized void compute() {
        mesh = Mesh.of(catalog.state(), mesh, Instant.ofEpochMilli(clock.millis()));
        var special = mesh.special();
        newest.keySet().removeIf(namespace -> !namespace.equals(OTHERS) && !special.contains(namespace));
        see(OTHERS);
        special.forEach(this::see);
    }

    private void see(String namespace) {
        var before = Optional.ofNullable(newest.get(namespace)).or(() -> Optional.ofNullable(newest.get(OTHERS)));
        var services = mesh.seenFrom(namespace, before.orElse(Snapshot.NOTHING).services());
        if (before.isEmpty() || !before.get().services().equals(services)) {
            var snapshot = new Snapshot(run + "." + ++number, services);
            newest.put(namespace, snapshot);
            byVersion.put(snapshot.version(), snapshot);
        } else {
            newest.put(namespace, before.get());
        }
    }

    /** What a proxy in {@code namespace} should have. */
    public synchronized Snapshot of(String namespace) {
        return newest.getOrDefault(namespace, newest.get(OTHERS));
    }

    /** The snapshot of that version, when it is one of the latest of this run. */
    public synchronized Optional<Snapshot> ofVersion(String version) {
        return Optional.ofNullable(byVersion.get(version));
    }

    /** The messages by which a proxy gets from one snapshot to another; from none, by replacing all that it has. */
    public List<WatchServicesResponse> step(Optional<Snapshot> from, Snapshot to) {
        return steps.between(from, to);
    }

    /** Whether the snapshots are of all there is, and what stands in the way of newer ones. */
    public Condition condition() {
        return catalog.condition();
    }

    public StatusWrites statusWrites() {
        return catalog.statusWrites();
    }

    /** Objects that are used. */
    public int accepted() {
        return catalog.state().size();
    }

    /** Objects, or files of them, that cannot be used as they are now. */
    public int refused() {
        var troubles = catalog.condition().troubles();
        return (int) catalog.state().problems().stream()
                .filter(problem -> !troubles.contains(problem))
                .count();
    }

    /** What the catalog refused, and what refers to something that is not there. */
    public synchronized List<Problem> problems() {
        var problems = new ArrayList<>(catalog.state().problems());
        problems.addAll(mesh.problems());
        return problems;
    }

    /** Calls {@code action} after each change of any snapshot or problem. It must neither block nor throw. */
    public void onChange(Runnable action) {
        actions.add(action);
    }
}

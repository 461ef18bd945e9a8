package mesh.lab.cluster.uninstall;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import mesh.lab.cluster.Cluster;
import mesh.lab.view.Failure;

/** Removes what an overlay installed, and only that: by its label. */
public final class Uninstall {
    private static final Duration PATIENCE = Duration.ofMinutes(3); // pods take half a minute to end, namespaces longer

    private final Cluster cluster;
    private final List<Installed> installed;

    private Uninstall(Cluster cluster, List<Installed> installed) {
        this.cluster = cluster;
        this.installed = installed;
    }

    /** @param definitions whether the CRDs go too, and with them all objects of their kinds */
    public static Uninstall plan(Cluster cluster, boolean definitions) throws IOException {
        var all = cluster.ask(Installed::in);
        return new Uninstall(
                cluster,
                all.stream()
                        .filter(one -> definitions || one.kind() != Kind.DEFINITIONS)
                        .toList());
    }

    public boolean hasNothingToDo() {
        return installed.isEmpty();
    }

    /** What is removed, in that order. */
    public List<String> steps() {
        return installed.stream().map(Installed::toString).toList();
    }

    /** Namespaces that go with everything in them. */
    public List<String> namespaces() {
        return installed.stream()
                .filter(one -> one.kind() == Kind.NAMESPACES)
                .map(Installed::name)
                .toList();
    }

    /**
     * Removes each and waits until it is gone.
     *
     * @throws Failure naming what is left
     */
    public void run(Consumer<String> say) throws IOException {
        for (var one : installed) {
            cluster.ask(client -> {
                one.remove(client);
                return null;
            });
            say.accept("removed " + one);
        }
        awaitGone();
    }

    private void awaitGone() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var left = stillThere(installed);
        while (!left.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new Failure(
                        "after %d s there still is %s. Something holds it: a finalizer, or a pod that does not end. `kubectl get -o yaml` shows which."
                                .formatted(
                                        PATIENCE.toSeconds(),
                                        left.stream().map(Installed::toString).collect(Collectors.joining(", "))));
            }
            pause();
            left = stillThere(left);
        }
    }

    private List<Installed> stillThere(List<Installed> before) throws Failure {
        return cluster.ask(
                client -> before.stream().filter(one -> one.isThere(client)).toList());
    }

    private static void pause() throws Failure {
        try {
            TimeUnit.MILLISECONDS.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted; what is not removed yet stays", e);
        }
    }
}

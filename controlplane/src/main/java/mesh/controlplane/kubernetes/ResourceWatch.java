package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps up with one resource: an informer, and what stands in its way.
 *
 * <p>The informer lists, watches, and lists again when its watch has expired (410 Gone) or was refused; it never gives
 * up. But it does not say why a watch that once ran does not come back, so {@link #check} asks.
 */
final class ResourceWatch implements AutoCloseable {
    /** Of one answer: memory stays small however many objects there are. */
    private static final long PAGE = 500;

    /** Watches end and begin anew now and then; only one that is away for longer is worth telling of. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** After so long without a watch, though the API server answers, the informer starts from the beginning. */
    private static final Duration STUCK = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Resource resource;
    private final KnownObjects objects;
    private final Runnable news;
    private final Versions versions = new Versions();
    private volatile boolean synced;
    private volatile Optional<Trouble> trouble = Optional.empty();

    // Below: of the thread that starts and checks.
    private SharedIndexInformer<GenericKubernetesResource> informer;
    private long watchedAt = System.nanoTime();

    /** @param news is called when the objects, or what {@link #trouble} says, changed */
    ResourceWatch(KubernetesClient client, Resource resource, KnownObjects objects, Runnable news) {
        this.client = client;
        this.resource = resource;
        this.objects = objects;
        this.news = news;
        informer = start();
    }

    private SharedIndexInformer<GenericKubernetesResource> start() {
        var started = client.genericKubernetesResources(resource.definition())
                .inAnyNamespace()
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(versions)
                .initialState(Stream.empty()) // so that it is started only when all events of the list were handled
                .exceptionHandler(this::tryAgain);
        started.addEventHandler(new Handler());
        started.start().thenRun(this::synced);
        return started;
    }

    private boolean tryAgain(boolean started, Throwable failure) {
        troubled(Optional.of(Trouble.of(resource, failure)));
        return true;
    }

    private void synced() {
        synced = true;
        troubled(Optional.empty());
        news.run();
    }

    private void troubled(Optional<Trouble> now) {
        boolean still = now.isPresent() && trouble.isPresent() && now.get().continues(trouble.get());
        if (!still && !now.equals(trouble)) {
            trouble = now;
            news.run();
        }
    }

    Resource resource() {
        return resource;
    }

    /** Empty: all is well. */
    Optional<Trouble> trouble() {
        return trouble;
    }

    /** Whether we know what there is: all of it, or that the cluster has no such thing. */
    boolean isSettled() {
        return synced || isAbsent();
    }

    /** Whether the cluster has no such thing and need not have it. */
    boolean isWithoutNeed() {
        return resource.isOptional() && isAbsent();
    }

    private boolean isAbsent() {
        return trouble.map(Trouble::kind).equals(Optional.of(Trouble.Kind.ABSENT));
    }

    /** Finds out whether it still watches, and if not why. To be called every second or so; may take some seconds. */
    void check() {
        if (informer.isWatching()) {
            watchedAt = System.nanoTime();
            troubled(Optional.empty());
        } else if (synced && away().compareTo(PATIENCE) > 0) {
            ask();
        }
    }

    private Duration away() {
        return Duration.ofNanos(System.nanoTime() - watchedAt);
    }

    private void ask() {
        try {
            client.genericKubernetesResources(resource.definition())
                    .inAnyNamespace()
                    .list(new ListOptionsBuilder().withLimit(1L).build());
        } catch (RuntimeException e) {
            troubled(Optional.of(Trouble.of(resource, e)));
            return;
        }
        if (away().compareTo(STUCK) > 0) {
            informer.close();
            informer = start(); // what it missed it finds by comparing with the versions that it knew
            watchedAt = System.nanoTime();
        }
    }

    @Override
    public void close() {
        informer.close();
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            if (objects.put(resource, object)) {
                news.run();
            }
        }

        @Override
        public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource object) {
            onAdd(object);
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean unseen) {
            objects.remove(resource, object.getMetadata());
            news.run();
        }
    }
}

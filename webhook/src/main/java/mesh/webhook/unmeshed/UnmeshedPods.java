package mesh.webhook.unmeshed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Watches pods and namespaces, and tells of those pods that should be meshed and are not: a line when there is a new one,
 * a metric, a page. One thread looks at all of them after a change, at most once a second.
 */
public final class UnmeshedPods implements AutoCloseable {
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    /** Of one answer of the API server. */
    private static final long PAGE = 500;

    /** Of one look; the rest is a number. */
    private static final int MOST_LINES = 20;

    private final String version;
    private final PrintStream log;
    private final TrimmedStore<Pod> pods = new TrimmedStore<>(Trimmed::pod);
    private final TrimmedStore<Namespace> namespaces = new TrimmedStore<>(Trimmed::namespace);
    private final List<SharedIndexInformer<? extends HasMetadata>> informers;
    private final Semaphore changed = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("unmeshed").daemon().unstarted(this::watch);
    private volatile Report report = Report.EMPTY;
    private volatile String problem = "pods and namespaces have not been read yet";

    private UnmeshedPods(KubernetesClient client, String version, PrometheusRegistry registry, PrintStream log) {
        this.version = version;
        this.log = log;
        this.informers = List.of(
                client.pods()
                        .inAnyNamespace()
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .itemStore(pods)
                        .initialState(Stream.empty()),
                client.namespaces()
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .itemStore(namespaces)
                        .initialState(Stream.empty()));
        gauge(registry, "mesh_unmeshed_pods", "Pods that should be meshed and are not", Report::unmeshed);
        gauge(registry, "mesh_outdated_proxies", "Pods whose proxy is not of this version", Report::outdated);
    }

    /**
     * Begins to watch; it does not wait for the API server.
     * @param version of the mesh, that pods should have
     */
    public static UnmeshedPods start(
            KubernetesClient client, String version, PrometheusRegistry registry, PrintStream log) {
        var unmeshed = new UnmeshedPods(client, version, registry, log);
        unmeshed.informers.forEach(unmeshed::start);
        unmeshed.thread.start();
        return unmeshed;
    }

    private void gauge(PrometheusRegistry registry, String name, String help, Function<Report, List<Unmeshed>> which) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("namespace")
                .callback(callback -> Report.byNamespace(which.apply(report))
                        .forEach((namespace, count) -> callback.call(count, namespace)))
                .register(registry);
    }

    private <T extends HasMetadata> void start(SharedIndexInformer<T> informer) {
        informer.exceptionHandler((started, failure) -> {
            told(informer.getApiTypeClass().getSimpleName() + "s cannot be read: " + failure.getMessage());
            return true; // and again, with growing pauses
        });
        informer.addEventHandler(new Look<>());
        informer.start().thenRun(changed::release);
    }

    private void told(String now) {
        if (!now.equals(problem)) {
            problem = now;
            log.println("webhook: pods that are not meshed are not known: " + now);
        }
    }

    private void watch() {
        try {
            while (true) {
                changed.acquire();
                changed.drainPermits();
                if (informers.stream().allMatch(SharedIndexInformer::hasSynced)) {
                    look();
                }
                TimeUnit.NANOSECONDS.sleep(TOGETHER.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void look() {
        var now = Report.of(pods.values().flatMap(this::judge).toList());
        var news = now.news(report);
        news.stream().limit(MOST_LINES).forEach(each -> log.println("webhook: not meshed: " + each));
        if (news.size() > MOST_LINES) {
            log.printf("webhook: not meshed: %d more, see /unmeshed%n", news.size() - MOST_LINES);
        }
        int outdated = now.outdated().size();
        if (outdated > report.outdated().size()) {
            log.printf("webhook: %d pods have a proxy of another version than %s, see /unmeshed%n", outdated, version);
        }
        report = now;
        problem = "";
    }

    /** Of a namespace that is not known yet we hear in a moment. */
    private Stream<Unmeshed> judge(Pod pod) {
        var namespace = namespaces.get(pod.getMetadata().getNamespace());
        return namespace == null ? Stream.empty() : Unmeshed.of(pod, namespace, version).stream();
    }

    /** For /unmeshed. */
    public String toJson() {
        return report.toJson(problem);
    }

    @Override
    public void close() {
        thread.interrupt();
        informers.forEach(SharedIndexInformer::close);
    }

    private final class Look<T extends HasMetadata> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            changed.release();
        }

        @Override
        public void onUpdate(T before, T after) {
            changed.release();
        }

        @Override
        public void onDelete(T object, boolean unknown) {
            changed.release();
        }
    }
}

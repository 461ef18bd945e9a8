package mesh.lab.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mesh.lab.pod.Pages;
import mesh.lab.pod.PodHttp;
import mesh.lab.split.Replies;
import mesh.lab.split.Reply;
import mesh.lab.topology.Pod;
import mesh.lab.view.Failure;

/**
 * Requests to a service as the proxies of a namespace count them, whoever makes them. A proxy that goes away meanwhile is
 * no longer counted, one that comes is not counted yet.
 *
 * @param service {@code NAMESPACE/NAME}
 */
record PassingRequests(List<PodPages> proxies, String service, Duration length) implements Replies, AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    static PassingRequests of(Cluster cluster, List<MeshedPod> pods, String service, Duration length)
            throws IOException {
        var proxies = new java.util.ArrayList<PodPages>();
        var passing = new PassingRequests(proxies, service, length);
        try {
            for (var pod : pods) {
                proxies.add(PodPages.open(cluster, pod.namespace(), pod.name(), Pod.ADMIN_PORT));
            }
            return passing;
        } catch (IOException e) {
            passing.close();
            throw e;
        }
    }

    @Override
    public void each(Consumer<Reply> reply) throws IOException {
        long deadline = System.nanoTime() + length.toNanos();
        var before = read();
        do {
            pause();
            var now = read();
            for (var proxy : now.entrySet()) {
                if (before.containsKey(proxy.getKey())) {
                    proxy.getValue().since(before.get(proxy.getKey())).counts().forEach((series, more) -> {
                        for (long i = 0; i < more; i++) {
                            reply.accept(series.reply());
                        }
                    });
                }
            }
            before = now;
        } while (System.nanoTime() - deadline < 0);
    }

    private Map<Pages, RequestCounts> read() {
        var counts = new LinkedHashMap<Pages, RequestCounts>();
        for (var proxy : proxies) {
            proxy.tryGet("/metrics")
                    .filter(PodHttp.Answer::ok)
                    .ifPresent(answer -> counts.put(proxy, RequestCounts.of(answer.body(), service)));
        }
        return counts;
    }

    private static void pause() throws Failure {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (var proxy : proxies) {
            proxy.close();
        }
    }
}

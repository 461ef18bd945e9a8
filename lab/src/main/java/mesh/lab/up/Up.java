package mesh.lab.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import mesh.lab.control.ControlPlaneAdmin;
import mesh.lab.control.FolderRoutes;
import mesh.lab.control.Manifests;
import mesh.lab.control.Rollout;
import mesh.lab.made.Ledger;
import mesh.lab.made.Removal;
import mesh.lab.pod.Build;
import mesh.lab.pod.PodHttp;
import mesh.lab.pod.Programs;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.pod.Wiring;
import mesh.lab.service.NodeRules;
import mesh.lab.split.Calls;
import mesh.lab.split.LiveSplit;
import mesh.lab.split.Split;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Site;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;
import mesh.lab.view.Progress;
import mesh.linux.NetworkNamespace;

/**
 * Makes the whole mesh, or nothing: whatever fails or is interrupted on the way, what was made until then is removed.
 */
public final class Up {
    private static final String CANARIED = "app-b"; // the service with a route in the manifests
    private static final int FIRST_REQUESTS = 100;

    private final Site site;
    private final Topology topology;
    private final Build build;
    private final Progress progress;

    /** What the new mesh did. */
    public record Traffic(FirstConnection connection, Split split) {}

    public Up(Site site, Build build, Progress progress) {
        this.site = site;
        this.topology = site.topology();
        this.build = build;
        this.progress = progress;
    }

    /**
     * @return first requests through it
     * @throws Failure saying what is missing or did not work
     */
    public Traffic run() throws IOException {
        Requirements.programsInstalled();
        build.requireComplete();
        Requirements.nothingUp(site);
        Requirements.namesFree(site);
        progress.done("nothing is in the way: programs installed, names free");
        openFolder(site.folder());
        var ledger = Ledger.begin(site.stateFile(), version());
        var onInterrupt = new Thread(() -> undo(ledger, Optional.empty()), "undo");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            make(ledger);
            var split = firstSplit();
            progress.done("traffic: app-a calls app-b");
            var connection = FirstConnection.make(topology);
            ledger.complete();
            removeHook(onInterrupt);
            return new Traffic(connection, split);
        } catch (IOException | RuntimeException e) {
            if (removeHook(onInterrupt)) {
                undo(ledger, Optional.of(e));
            }
            throw e;
        }
    }

    private void make(Ledger ledger) throws IOException {
        openFolder(site.lib());
        build.copyTo(site.lib());
        var programs = new Programs(ledger, site, Jdk.reachable(ledger, site));
        var wiring = new Wiring(ledger, topology);
        wiring.node();
        var namespaces = new ArrayList<NetworkNamespace>();
        for (var pod : topology.pods()) {
            namespaces.add(wiring.pod(pod));
            openFolder(site.logs(pod));
        }
        progress.done(
                "network: %s and their bridge %s in %s".formatted(described(wiring), Topology.BRIDGE, topology.node()));
        NodeRules.apply(topology, wiring.ipv6());
        progress.done("node: services " + services());
        openFolder(site.manifests());
        Manifests.write(site.manifests(), topology, wiring.ipv6());
        openFolder(site.logs(Topology.NODE));
        var starts = new ArrayList<Callable<Void>>();
        starts.add(() -> startControlPlane(programs));
        for (var pod : topology.pods()) {
            starts.add(() -> start(pod, namespaces.get(topology.pods().indexOf(pod)), programs));
        }
        atOnce(starts);
    }

    /** Nobody waits for it: a proxy without one goes where its client dialled, until it has heard better. */
    private Void startControlPlane(Programs programs) throws IOException {
        var running = programs.controlPlane().awaitReady(new ControlPlaneAdmin(topology)::ready);
        progress.done("node: control plane ready, process %d, uid %d, manifests in %s"
                .formatted(running.program().pid(), running.program().uid(), site.manifests()));
        return null;
    }

    /** Once every proxy has heard of the route: until then it goes where its client dialled. */
    private Split firstSplit() throws IOException {
        var applied = new Rollout(topology).await(new FolderRoutes(site.manifests()).read(CANARIED), topology.pods());
        progress.done(
                "%d proxies applied version %s of the control plane".formatted(applied.proxies(), applied.version()));
        return new LiveSplit(line -> {}).run(new Calls(CANARIED, FIRST_REQUESTS, 0, true).by(topology));
    }

    /** One pod, in the order that Kubernetes keeps for a native sidecar: rules, proxy ready, app. */
    private Void start(Pod pod, NetworkNamespace namespace, Programs programs) throws IOException {
        var capturing = new Capturing(namespace);
        var rules = capturing.apply();
        capturing.check();
        progress.done("%s: %s; capture checked".formatted(pod.name(), rules));
        var proxy = programs.proxy(pod).awaitReady(new ProxyAdmin(pod)::ready);
        progress.done("%s: proxy ready, process %d, uid %d"
                .formatted(pod.name(), proxy.program().pid(), proxy.program().uid()));
        var app = programs.app(pod)
                .awaitReady(() -> PodHttp.tryGet(pod.namespace(), appUrl())
                        .map(PodHttp.Answer::ok)
                        .orElse(false));
        progress.done("%s: app %s ready, process %d, uid %d"
                .formatted(
                        pod.name(),
                        pod.version(),
                        app.program().pid(),
                        app.program().uid()));
        return null;
    }

    /** Runs all and waits for all. @throws IOException the first failure, once none of them runs any more */
    private static void atOnce(List<Callable<Void>> tasks) throws IOException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Optional<Throwable> failure = Optional.empty();
            for (Future<Void> task : threads.invokeAll(tasks)) {
                failure = failure.or(() -> failureOf(task));
            }
            if (failure.isPresent() && failure.get() instanceof IOException e) {
                throw e;
            }
            failure.ifPresent(e -> {
                throw new IllegalStateException(e);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static Optional<Throwable> failureOf(Future<Void> task) {
        try {
            task.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Failure("interrupted", e));
        }
    }

    /** @return false when the shutdown has begun already: then the hook does the work */
    private static boolean removeHook(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
    }

    private void undo(Ledger ledger, Optional<Exception> cause) {
        try {
            new Removal(progress::done).removeAll(ledger.close(), site.folder());
            progress.done("removed what was made so far");
        } catch (IOException e) {
            if (cause.isPresent()) {
                cause.get().addSuppressed(e);
            } else {
                progress.done(e.getMessage());
            }
        }
    }

    private String described(Wiring wiring) {
        return topology.pods().stream()
                .map(pod -> pod.name() + " " + pod.ipv4() + (wiring.ipv6() ? " " + pod.ipv6() : ""))
                .collect(Collectors.joining(", "));
    }

    private String services() {
        return topology.services().stream()
                .map(service -> service.name() + " " + service.ipv4())
                .collect(Collectors.joining(", "));
    }

    private static void openFolder(Path folder) throws IOException {
        Wiring.readableForAll(Files.createDirectories(folder), "rwxr-xr-x");
    }

    private static String appUrl() {
        return "http://127.0.0.1:" + Pod.APP_PORT + "/";
    }

    private static String version() {
        var version = Up.class.getPackage().getImplementationVersion();
        return version == null ? "not packed" : version;
    }
}

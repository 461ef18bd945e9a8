package mesh.proxy;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.proxy.admin.AdminServer;
import mesh.proxy.cluster.Balancer;
import mesh.proxy.discovery.Discovery;
import mesh.proxy.http.HeadWriter;
import mesh.proxy.http.Lane;
import mesh.proxy.listener.ConnectionLimit;
import mesh.proxy.listener.Interception;
import mesh.proxy.listener.Listener;
import mesh.proxy.listener.LoopGuard;
import mesh.proxy.listener.OpenConnections;
import mesh.proxy.loom.Carrier;
import mesh.proxy.loom.Watchdog;
import mesh.proxy.route.Directory;
import mesh.proxy.telemetry.AccessLog;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.ProxyReadings;
import mesh.proxy.telemetry.Telemetry;
import mesh.proxy.telemetry.otlp.SpanExport;
import mesh.proxy.telemetry.otlp.SpanSource;
import mesh.proxy.upstream.OwnConnections;
import mesh.proxy.upstream.Upstreams;

/** One running proxy: its carriers, listeners, telemetry and admin server, from start to the end of its drain. */
final class Sidecar {
    /** How long readiness waits for the first state of the mesh: the control plane may be away. */
    private static final long FIRST_STATE_NANOS = 2_000_000_000L;

    private final Settings settings;
    private final OpenConnections open = new OpenConnections();
    private final OwnConnections own = new OwnConnections();
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final Telemetry telemetry;
    private final AccessLog log;
    private final Optional<SpanExport> spans;
    private final Carriers carriers;
    private final Watchdog watchdog;
    private final List<Listener> outbound = new ArrayList<>();
    private final List<Listener> inbound = new ArrayList<>();
    private final long startedAt = System.nanoTime();
    private volatile Optional<Discovery> discovery = Optional.empty();
    private final CountDownLatch quit = new CountDownLatch(1);
    private AdminServer admin;
    private volatile boolean ready;

    private Sidecar(Settings settings) throws IOException {
        this.settings = settings;
        this.log = accessLog(settings.accessLog());
        this.telemetry = new Telemetry(2 * settings.maxConnections(), readings(), log);
        this.spans = settings.tracing().endpoint().map(this::spanExport);
        this.carriers = Carriers.start(settings);
        this.watchdog = new Watchdog(carriers.loops(), telemetry.ring());
    }

    /** Binds every port and accepts. @throws IOException naming the port that cannot be had */
    static Sidecar start(Settings settings) throws IOException {
        var sidecar = new Sidecar(settings);
        try {
            sidecar.listen();
            return sidecar;
        } catch (IOException | RuntimeException e) {
            sidecar.close();
            throw e;
        }
    }

    private void listen() throws IOException {
        for (var address : settings.outbound().loopbackByDefault()) {
            outbound.add(Port.bound("outbound", samePort(address), at -> Listener.bind(Direction.OUTBOUND, at)));
        }
        inbound.add(
                Port.bound("inbound", settings.inbound().anyByDefault(), at -> Listener.bind(Direction.INBOUND, at)));
        admin = Port.bound(
                "admin",
                settings.admin().anyByDefault(),
                at -> AdminServer.start(at, telemetry, this::isReady, this::config, quit::countDown));
        var interception = new Interception(
                new LoopGuard(ports()),
                new ConnectionLimit(settings.maxConnections()),
                open,
                own,
                settings.timeouts(),
                settings.forwardTo(),
                new AtomicLong());
        discover();
        for (var carrier : carriers.all()) {
            var lane = lane(carrier);
            lanes.add(lane);
            for (var listener : listeners().toList()) {
                listener.acceptOn(lane, interception);
            }
        }
        ready = true;
    }

    private void discover() throws IOException {
        var controlPlane = settings.discovery().controlPlane();
        if (controlPlane.isPresent()) {
            var started = Discovery.start(controlPlane.get(), NodeIdentity.of(settings.discovery()));
            discovery = Optional.of(started);
            DiscoveryMeters.register(telemetry.metrics().meters(), started);
        }
    }

    private Directory directory() {
        return discovery.map(Discovery::directory).orElse(Directory.EMPTY);
    }

    private Lane lane(Carrier carrier) {
        var random = carriers.kind() == Carriers.Kind.OWN ? new SplittableRandom() : new Random(); // that one is shared
        return new Lane(
                carrier,
                telemetry.ring(),
                this::directory,
                new Balancer(random, System::nanoTime),
                random,
                new Upstreams(carrier, settings.timeouts(), settings.http().keepAlive(), own),
                new HeadWriter(),
                settings.tracing().tracing(),
                settings.http(),
                settings.timeouts(),
                settings.discovery().workload());
    }

    /** Asked for any port, the second family listens on the one that the first was given. */
    private InetSocketAddress samePort(InetSocketAddress address) {
        return outbound.isEmpty()
                ? address
                : new InetSocketAddress(address.getAddress(), outboundAddress().getPort());
    }

    /** Returns when a client in the pod has asked for the end: {@code POST /quit}, as a Job's last step. */
    void awaitQuit() throws InterruptedException {
        quit.await();
    }

    /**
     * Ends without cutting anybody off, as far as the deadline allows: first new connections to the app stop, then,
     * when the app has answered its last request, new connections of the app.
     */
    void drain() throws InterruptedException {
        ready = false;
        Thread.sleep(settings.drainDelay());
        long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
        stop(inbound);
        open.end(Direction.INBOUND);
        boolean drained = open.awaitNone(Direction.INBOUND, deadline);
        stop(outbound);
        open.end(Direction.OUTBOUND);
        drained = open.awaitNone(Direction.OUTBOUND, deadline) && drained;
        if (!drained) {
            System.err.printf(
                    "drain deadline of %s passed: %d connections are reset%n",
                    Durations.text(settings.drainTimeout()), open.count());
            open.abortAll();
            open.awaitNone(System.nanoTime() + 1_000_000_000L);
        }
        close();
    }

    void close() {
        discovery.ifPresent(Discovery::close);
        watchdog.close();
        carriers.close();
        if (admin != null) {
            admin.close();
        }
        telemetry.close();
        spans.ifPresent(SpanExport::close);
        log.close();
    }

    /** Only here is anything of OpenTelemetry loaded. */
    private SpanExport spanExport(URI endpoint) {
        var who = settings.discovery();
        var source = new SpanSource(who.workload(), who.namespace(), who.pod());
        var export = SpanExport.start(endpoint, source, telemetry.metrics().meters());
        telemetry.add(export);
        return export;
    }

    private ProxyReadings readings() {
        return new ProxyReadings(open::count, this::bufferWaits, this::pools);
    }

    private ProxyReadings.PoolReading pools() {
        return new ProxyReadings.PoolReading(
                own.count(),
                pools(Upstreams::idle),
                pools(Upstreams::opened),
                pools(Upstreams::reused),
                0); // nobody waits: a connection that is wanted is opened
    }

    private long pools(ToLongFunction<Upstreams> count) {
        return lanes.stream().map(Lane::upstreams).mapToLong(count).sum();
    }

    private long bufferWaits() {
        return carriers.all().stream()
                .mapToLong(carrier -> carrier.buffers().waits())
                .sum();
    }

    private boolean isReady() {
        return ready && listeners().allMatch(Listener::isAccepting) && hasAsked();
    }

    /** A pod whose first request would go astray for want of a route may wait a moment, but never for long. */
    private boolean hasAsked() {
        return discovery
                .map(Discovery::status)
                .map(status -> status.age().isPresent() || System.nanoTime() - startedAt > FIRST_STATE_NANOS)
                .orElse(true);
    }

    InetSocketAddress outboundAddress() {
        return outbound.getFirst().address();
    }

    InetSocketAddress inboundAddress() {
        return inbound.getFirst().address();
    }

    InetSocketAddress adminAddress() {
        return admin.address();
    }

    Telemetry telemetry() {
        return telemetry;
    }

    private SettingsView config() {
        return new SettingsView(
                settings,
                carriers.kind(),
                outboundAddress(),
                inboundAddress(),
                adminAddress(),
                discovery.map(Discovery::status));
    }

    private static void stop(List<Listener> listeners) throws InterruptedException {
        for (var listener : listeners) {
            listener.stop();
        }
    }

    private Set<Integer> ports() {
        return listeners().map(listener -> listener.address().getPort()).collect(Collectors.toSet());
    }

    private Stream<Listener> listeners() {
        return Stream.concat(outbound.stream(), inbound.stream());
    }

    private static AccessLog accessLog(String where) throws IOException {
        return switch (where) {
            case "stdout" -> AccessLog.to(System.out);
            case "off" -> AccessLog.off();
            default -> AccessLog.to(opened(where));
        };
    }

    private static OutputStream opened(String file) throws IOException {
        try {
            return new FileOutputStream(file, true);
        } catch (FileNotFoundException e) {
            throw new IOException("""
                    cannot append to the access log %s as %s. --access-log takes a file in a folder that is there, \
                    stdout or off.""".formatted(e.getMessage(), System.getProperty("user.name")), e);
        }
    }
}

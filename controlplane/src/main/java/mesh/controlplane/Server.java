package mesh.controlplane;

import io.grpc.protobuf.services.HealthStatusManager;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.grpc.GrpcRouting;
import io.helidon.webserver.http2.Http2Config;
import java.io.IOException;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.controlplane.admin.AdminPages;
import mesh.controlplane.catalog.Catalog;
import mesh.controlplane.snapshot.Snapshots;
import mesh.controlplane.stream.DiscoveryEndpoint;
import mesh.controlplane.stream.Watchers;

/** A running control plane: a catalog, its snapshots, the proxies that watch them, and two ports. */
final class Server implements AutoCloseable {
    private static final String ADMIN = "admin";

    /** Its lines at the start say nothing that ours does not. Kept, since the JDK forgets levels of unused loggers. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    static {
        HELIDON.setLevel(Level.WARNING);
    }

    private final Catalog catalog;
    private final Watchers watchers;
    private final WebServer web;

    private Server(Catalog catalog, Watchers watchers, WebServer web) {
        this.catalog = catalog;
        this.watchers = watchers;
        this.web = web;
    }

    /** @throws IOException naming the source or port that cannot be used */
    static Server start(Settings settings) throws IOException {
        var catalog = settings.source().open();
        try {
            return start(settings, catalog);
        } catch (IOException | RuntimeException e) {
            catalog.close();
            throw e;
        }
    }

    private static Server start(Settings settings, Catalog catalog) throws IOException {
        var clock = InstantSource.system();
        var snapshots = new Snapshots(catalog, clock);
        ProblemLog.start(snapshots);
        var watchers = new Watchers(snapshots, settings.patience(), settings.maxProxies(), clock);
        var web = web(settings, snapshots, watchers);
        try {
            web.start();
        } catch (RuntimeException e) {
            web.stop();
            watchers.close();
            throw new IOException(
                    "cannot listen at %s and %s: %s. `ss -tlnp` shows who has a port; choose others with --grpc and --admin."
                            .formatted(settings.grpc(), settings.admin(), root(e)),
                    e);
        }
        return new Server(catalog, watchers, web);
    }

    private static WebServer web(Settings settings, Snapshots snapshots, Watchers watchers) {
        var health = new HealthStatusManager(); // says SERVING from the start: it answers only once it listens
        var http2 = Http2Config.builder()
                .flowControlTimeout(
                        settings.patience().answer()) // how long a write waits for a proxy that reads nothing
                .build();
        return WebServer.builder()
                .shutdownHook(false)
                .address(settings.grpc().getAddress())
                .port(settings.grpc().getPort())
                .connectionOptions(
                        options -> options.tcpNoDelay(true)) // a step is several writes: none waits for an ACK
                .addProtocol(http2)
                .addRouting(GrpcRouting.builder()
                        .service(new DiscoveryEndpoint(snapshots, watchers))
                        .service(health.getHealthService()))
                .putSocket(ADMIN, admin(settings, snapshots, watchers))
                .build();
    }

    private static ListenerConfig admin(Settings settings, Snapshots snapshots, Watchers watchers) {
        return ListenerConfig.builder()
                .address(settings.admin().getAddress())
                .port(settings.admin().getPort())
                .routing(new AdminPages(snapshots, watchers)::describe)
                .build();
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    int grpcPort() {
        return web.port();
    }

    int adminPort() {
        return web.port(ADMIN);
    }

    @Override
    public void close() {
        watchers.close();
        web.stop();
        catalog.close();
    }
}

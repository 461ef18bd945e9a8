package mesh.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.bench.rig.MissingPeerException;
import mesh.bench.rig.Protocol;
import mesh.bench.rig.Subject;

/**
 * Envoy's TCP proxy, or its HTTP connection manager with the router, with its original-destination listener filter and
 * cluster: the same job as ours. What costs it time and ours does not do is off: request ids, its own headers, the
 * timer of a route.
 */
record Envoy(Path program, String version, Protocol protocol) implements Subject {
    private static final String LISTENER = """
              - name: %s
                address: {socket_address: {address: 0.0.0.0, port_value: %d}}
                listener_filters:
                - name: original_dst
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.filters.listener.original_dst.v3.OriginalDst
                filter_chains:
                - filters:
            """;

    private static final String TCP = """
                  - name: tcp
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
                      stat_prefix: %s
                      cluster: original
            """;

    private static final String HTTP = """
                  - name: http
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      stat_prefix: %s
                      codec_type: HTTP1
                      generate_request_id: false
                      server_header_transformation: PASS_THROUGH
                      route_config:
                        virtual_hosts:
                        - name: all
                          domains: ["*"]
                          routes:
                          - match: {prefix: "/"}
                            route: {cluster: original, timeout: 0s}
                      http_filters:
                      - name: router
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                          suppress_envoy_headers: true
            """;

    private static final String CLUSTER = """
              clusters:
              - name: original
                type: ORIGINAL_DST
                lb_policy: CLUSTER_PROVIDED
                connect_timeout: 5s
                circuit_breakers: {thresholds: [{max_connections: 20000, max_pending_requests: 20000, max_requests: 20000}]}
            """;

    static Envoy find(Protocol protocol) throws IOException, MissingPeerException {
        var program = Programs.find("envoy");
        var path = program.isPresent() ? program.get() : EnvoyWheel.fetched();
        return new Envoy(
                path,
                Programs.version(path.toString(), "--version").replaceFirst(".*version: [0-9a-f]+/([^/]+)/.*", "$1"),
                protocol);
    }

    @Override
    public String name() {
        return "Envoy";
    }

    @Override
    public String does() {
        var filter = protocol == Protocol.TCP ? "TCP proxy" : "HTTP connection manager and router";
        return filter + ", concurrency 1; original_dst listener filter and ORIGINAL_DST cluster, the same job as ours";
    }

    @Override
    public List<String> command(Path folder) throws IOException {
        var copy = Files.copy(program, folder.resolve("envoy")); // the user's cache is closed to the proxy's user
        copy.toFile().setExecutable(true, false);
        var file = folder.resolve("envoy.yaml");
        Files.writeString(
                file,
                "static_resources:\n  listeners:\n"
                        + listener("outbound", OUTBOUND)
                        + listener("inbound", INBOUND)
                        + CLUSTER);
        return List.of(
                copy.toString(),
                "-c",
                file.toString(),
                "--concurrency",
                "1",
                "--disable-hot-restart",
                "--log-level",
                "warn");
    }

    private String listener(String name, int port) {
        var filter = protocol == Protocol.TCP ? TCP : HTTP;
        return LISTENER.formatted(name, port) + filter.formatted(name);
    }
}

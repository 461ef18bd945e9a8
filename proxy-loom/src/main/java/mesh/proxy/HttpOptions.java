package mesh.proxy;

import java.time.Duration;
import mesh.proxy.http.HttpSettings;
import mesh.proxy.http1.Limits;
import mesh.proxy.upstream.KeepAlive;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that concern HTTP, and how it is told from other protocols. */
final class HttpOptions {
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    /** Idle connections that each carrier keeps. */
    private static final int IDLE_PER_ENDPOINT = 256;

    private static final int IDLE_PER_CARRIER = 1024;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--client-silence",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_CLIENT_SILENCE:-100ms}",
            description = "For a client to send its first byte on a port of which nothing is declared; then the server"
                    + " may speak first. $$MESH_CLIENT_SILENCE." + DEFAULT)
    private Duration clientSilence;

    @Option(
            names = "--request-head-timeout",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_REQUEST_HEAD_TIMEOUT:-30s}",
            description = "From an HTTP request's first byte to the end of its headers; then it is answered with 408."
                    + " $$MESH_REQUEST_HEAD_TIMEOUT." + DEFAULT)
    private Duration headTimeout;

    @Option(
            names = "--max-header-size",
            paramLabel = "KIB",
            defaultValue = "${env:MESH_MAX_HEADER_SIZE:-64}",
            description = "Of all headers of one HTTP request or response, in KiB; a request with more is answered with"
                    + " 431. $$MESH_MAX_HEADER_SIZE." + DEFAULT)
    private int headerKibibytes;

    @Option(
            names = "--upstream-idle-timeout",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_UPSTREAM_IDLE_TIMEOUT:-4s}",
            description = "For an HTTP connection to a server to wait for another request; keep it below the servers'"
                    + " own. $$MESH_UPSTREAM_IDLE_TIMEOUT." + DEFAULT)
    private Duration upstreamIdle;

    @Option(
            names = "--upstream-max-age",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_UPSTREAM_MAX_AGE:-10m}",
            description =
                    "After it an HTTP connection to a server is not used again. $$MESH_UPSTREAM_MAX_AGE." + DEFAULT)
    private Duration upstreamAge;

    /** What the flags say. @throws ParameterException naming the flag, its value and what is accepted */
    HttpSettings settings() {
        if (headerKibibytes < 8 || headerKibibytes > 1024) {
            throw fail("--max-header-size %d: must be from 8 to 1024 KiB".formatted(headerKibibytes));
        }
        int bytes = headerKibibytes * 1024;
        var limits = new Limits(
                Limits.DEFAULT.startLineBytes(),
                bytes,
                bytes,
                Limits.DEFAULT.headers(),
                Limits.DEFAULT.chunkLineBytes(),
                bytes,
                Limits.DEFAULT.trailers());
        return new HttpSettings(
                limits,
                atLeastAMillisecond("--request-head-timeout", headTimeout),
                atLeastAMillisecond("--client-silence", clientSilence),
                new KeepAlive(
                        atLeastAMillisecond("--upstream-idle-timeout", upstreamIdle),
                        atLeastAMillisecond("--upstream-max-age", upstreamAge),
                        IDLE_PER_ENDPOINT,
                        IDLE_PER_CARRIER));
    }

    private Duration atLeastAMillisecond(String option, Duration value) {
        if (value.toMillis() < 1 || value.toDays() > 24) {
            throw fail("%s %s: must be from 1ms to 24d".formatted(option, Durations.text(value)));
        }
        return value;
    }

    private ParameterException fail(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}

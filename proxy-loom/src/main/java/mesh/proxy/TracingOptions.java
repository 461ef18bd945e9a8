package mesh.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Function;
import mesh.proxy.telemetry.TracingSettings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags for spans. */
final class TracingOptions {
    @Option(
            names = "--otlp-endpoint",
            paramLabel = "URL",
            defaultValue = "${env:MESH_OTLP_ENDPOINT:-}",
            description = "Of a collector that takes OTLP over HTTP, as http://collector:4318: spans of requests go"
                    + " there. Without it traces of others pass unchanged. $$MESH_OTLP_ENDPOINT.")
    private String endpoint;

    @Option(
            names = "--trace-sample",
            paramLabel = "FRACTION",
            defaultValue = "${env:MESH_TRACE_SAMPLE:-0.1}",
            description = "Of the traces that begin here, how many to keep, 0 to 1; a request that brings a trace is"
                    + " kept if its sender keeps it. $$MESH_TRACE_SAMPLE. Default: ${DEFAULT-VALUE}.")
    private double fraction;

    /** @throws ParameterException made by {@code fail}, naming the flag, its value and what is accepted */
    TracingSettings settings(Function<String, ParameterException> fail) {
        if (!(fraction >= 0 && fraction <= 1)) { // NaN is neither
            throw fail.apply("--trace-sample " + fraction + ": must be from 0 to 1");
        }
        return endpoint.isEmpty() ? TracingSettings.OFF : new TracingSettings(Optional.of(collector(fail)), fraction);
    }

    private URI collector(Function<String, ParameterException> fail) {
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            throw wrong(fail);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw wrong(fail);
        }
        return uri;
    }

    private ParameterException wrong(Function<String, ParameterException> fail) {
        return fail.apply("--otlp-endpoint '" + endpoint + "': write a URL such as http://collector:4318");
    }
}

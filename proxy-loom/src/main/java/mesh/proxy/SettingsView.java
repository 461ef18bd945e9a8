package mesh.proxy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import mesh.linux.AddressText;
import mesh.proxy.admin.AdminServer;
import mesh.proxy.discovery.Status;

/** What {@code /config} shows: the settings as they are in force, with the addresses that were really bound. */
record SettingsView(
        Settings settings,
        Carriers.Kind carriers,
        InetSocketAddress outbound,
        InetSocketAddress inbound,
        InetSocketAddress admin,
        Optional<Status> discovery)
        implements AdminServer.Json {
    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("outbound", address(outbound));
        json.writeStringField("inbound", address(inbound));
        json.writeStringField("admin", address(admin));
        json.writeStringField(
                "forwardTo", settings.forwardTo().map(SettingsView::address).orElse(null));
        json.writeStringField("carriers", carriers.name().toLowerCase(Locale.ROOT));
        json.writeNumberField("carrierCount", settings.carrierCount());
        json.writeNumberField("maxConnections", settings.maxConnections());
        json.writeNumberField("bulkPipes", settings.bulkPipes());
        json.writeNumberField("bufferBytes", settings.bufferBytes());
        json.writeStringField(
                "connectTimeout", Durations.text(settings.timeouts().connect()));
        json.writeStringField("idleTimeout", Durations.text(settings.timeouts().idle()));
        json.writeStringField(
                "halfClosedTimeout", Durations.text(settings.timeouts().halfClosed()));
        json.writeStringField(
                "deadPeerTimeout", Durations.text(settings.timeouts().deadPeer()));
        json.writeStringField("drainDelay", Durations.text(settings.drainDelay()));
        json.writeStringField("drainTimeout", Durations.text(settings.drainTimeout()));
        json.writeStringField("accessLog", settings.accessLog());
        var tracing = settings.tracing();
        json.writeStringField(
                "otlpEndpoint", tracing.endpoint().map(URI::toString).orElse(null));
        json.writeNumberField("traceSample", tracing.fraction());
        json.writeFieldName("discovery");
        writeDiscovery(json);
        json.writeEndObject();
    }

    private void writeDiscovery(JsonGenerator json) throws IOException {
        json.writeStartObject();
        var asked = settings.discovery();
        json.writeStringField(
                "controlPlane", asked.controlPlane().map(Object::toString).orElse(null));
        json.writeStringField("pod", asked.pod());
        json.writeStringField("namespace", asked.namespace());
        json.writeStringField("workload", asked.workload());
        if (discovery.isPresent()) {
            var status = discovery.get();
            json.writeBooleanField("connected", status.connected());
            json.writeStringField("version", status.version());
            json.writeNumberField("services", status.services());
            json.writeStringField(
                    "age",
                    status.age()
                            .map(age -> Durations.text(Duration.ofMillis(age.toMillis())))
                            .orElse(null));
            json.writeStringField("problem", status.problem());
            json.writeNumberField("connects", status.connects());
            json.writeNumberField("applied", status.applied());
            json.writeNumberField("rejected", status.rejected());
        }
        json.writeEndObject();
    }

    private static String address(InetSocketAddress address) {
        return AddressText.of(address);
    }
}

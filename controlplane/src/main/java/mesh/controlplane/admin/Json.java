package mesh.controlplane.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import mesh.controlplane.catalog.Problem;
import mesh.controlplane.snapshot.Snapshot;
import mesh.controlplane.stream.ProxyState;
import mesh.proto.v1.Rejected;

/** The pages' JSON. Absent values are null; times are ISO 8601. */
final class Json {
    @FunctionalInterface
    interface Value {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    static byte[] of(Value value) {
        var bytes = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(bytes)) {
            value.write(json);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write JSON into memory", e);
        }
        return bytes.toByteArray();
    }

    static void proxies(JsonGenerator json, List<ProxyState> proxies) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("proxies");
        for (var proxy : proxies) {
            proxy(json, proxy);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void proxy(JsonGenerator json, ProxyState proxy) throws IOException {
        var node = proxy.node();
        json.writeStartObject();
        json.writeStringField("pod", node.getPod());
        json.writeStringField("namespace", node.getNamespace());
        json.writeStringField("workload", node.getWorkload());
        json.writeArrayFieldStart("addresses");
        for (var address : node.getAddressesList()) {
            json.writeString(address);
        }
        json.writeEndArray();
        json.writeStringField("proxyVersion", node.getProxyVersion());
        json.writeStringField("connectedAt", proxy.connected().toString());
        json.writeStringField("heardAt", proxy.heard().toString());
        json.writeStringField("applied", proxy.applied().isEmpty() ? null : proxy.applied());
        json.writeStringField(
                "appliedAt", proxy.appliedAt().map(Object::toString).orElse(null));
        json.writeStringField("newest", proxy.newest());
        json.writeBooleanField("behind", proxy.behind());
        json.writeFieldName("rejected");
        if (proxy.rejected().isPresent()) {
            rejected(json, proxy.rejected().get());
        } else {
            json.writeNull();
        }
        json.writeEndObject();
    }

    private static void rejected(JsonGenerator json, Rejected rejected) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", rejected.getVersion());
        json.writeArrayFieldStart("problems");
        for (var problem : rejected.getProblemsList()) {
            var service = problem.getService();
            json.writeStartObject();
            json.writeStringField(
                    "service", problem.hasService() ? service.getNamespace() + "/" + service.getName() : null);
            json.writeStringField("reason", problem.getReason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Services as protobuf's own JSON. */
    static void snapshot(JsonGenerator json, Snapshot snapshot, List<Problem> problems) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", snapshot.version());
        json.writeArrayFieldStart("problems");
        for (var problem : problems) {
            json.writeString(problem.toString());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("services");
        for (var service : snapshot.services().values()) {
            json.writeRawValue(text(service));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String text(mesh.proto.v1.Service service) throws InvalidProtocolBufferException {
        return JsonFormat.printer().omittingInsignificantWhitespace().print(service);
    }
}

package mesh.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request as it arrived here.
 *
 * @param peer who connected: behind a sidecar that is the sidecar, which dials from the pod's own address
 * @param local the address that was dialled
 * @param headers by lower-case name
 */
record Seen(Self self, String peer, String local, String request, Map<String, List<String>> headers) implements Answer {
    static Seen of(Self self, HttpExchange exchange) {
        var headers = new TreeMap<String, List<String>>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
        return new Seen(
                self,
                address(exchange.getRemoteAddress()),
                address(exchange.getLocalAddress()),
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getProtocol(),
                headers);
    }

    /** {@code 10.77.0.2:41000}, {@code [fd77::2]:41000}: as a URL has it, zeros left out once. */
    static String address(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress().replaceFirst("%.*", "");
        var text = host.contains(":") ? "[" + host.replaceFirst("(^|:)0(:0)+(:|$)", "::") + "]" : host;
        return text + ":" + address.getPort();
    }

    @Override
    public String text() {
        return """
                hello from %s %s%s
                %s
                from %s to %s
                %s""".formatted(self.name(), self.version(), pod(), request, peer, local, headerLines());
    }

    private String pod() {
        return self.pod().equals(self.name()) ? "" : ", pod " + self.pod();
    }

    private String headerLines() {
        return headers.entrySet().stream()
                .map(header -> "  " + header.getKey() + ": " + String.join(", ", header.getValue()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void fields(JsonGenerator json) throws IOException {
        json.writeStringField("name", self.name());
        json.writeStringField("version", self.version());
        json.writeStringField("pod", self.pod());
        json.writeStringField("request", request);
        json.writeStringField("peer", peer);
        json.writeStringField("local", local);
        json.writeObjectFieldStart("headers");
        for (var header : headers.entrySet()) {
            json.writeStringField(header.getKey(), String.join(", ", header.getValue()));
        }
        json.writeEndObject();
    }
}

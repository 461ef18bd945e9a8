package mesh.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Sends an answer in the form that its reader asked for. */
final class Answers {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int NO_BODY = -1;

    private Answers() {}

    static void send(HttpExchange exchange, int status, Answer answer) throws IOException {
        if (wantsJson(exchange)) {
            send(exchange, status, "application/json", json(answer));
        } else {
            text(exchange, status, answer.text());
        }
    }

    static void text(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", text + "\n");
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (status == 204 || status == 304 || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, NO_BODY); // RFC 9110: these never have one
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static boolean wantsJson(HttpExchange exchange) {
        var accept = exchange.getRequestHeaders().getFirst("Accept");
        return accept != null && accept.contains("application/json");
    }

    static String json(Answer answer) throws IOException {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            answer.fields(json);
            json.writeEndObject();
        }
        return text + "\n";
    }
}

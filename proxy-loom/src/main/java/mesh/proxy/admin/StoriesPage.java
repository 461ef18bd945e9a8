package mesh.proxy.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.regex.Pattern;
import mesh.proxy.telemetry.StoryJson;
import mesh.proxy.telemetry.Telemetry;

/**
 * {@code /stories?after=SEQ&limit=N&open=N}: the latest finished connections, oldest first, each with its steps; and on
 * request the latest that are still open, as far as they have come.
 */
final class StoriesPage {
    private static final Pattern PARAMETER = Pattern.compile("(after|limit|open)=(\\d{1,18})");
    private static final int LIMIT = 100;
    private static final int AT_MOST = 1000;

    private final long after;
    private final int limit;
    private final int open;

    private StoriesPage(long after, long limit, long open) {
        this.after = after;
        this.limit = (int) Math.min(limit, AT_MOST);
        this.open = (int) Math.min(open, AT_MOST);
    }

    static void answer(HttpExchange exchange, Telemetry telemetry) throws IOException {
        StoriesPage page;
        try {
            page = asked(exchange.getRequestURI().getQuery());
        } catch (IllegalArgumentException e) {
            AdminServer.text(exchange, 400, e.getMessage());
            return;
        }
        telemetry.deliver();
        AdminServer.json(exchange, json -> page.write(json, telemetry));
    }

    /** @throws IllegalArgumentException for what is no parameter of ours */
    private static StoriesPage asked(String query) {
        long after = 0;
        long limit = LIMIT;
        long open = 0;
        for (var part : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            var parameter = PARAMETER.matcher(part);
            if (!parameter.matches()) {
                throw new IllegalArgumentException("'" + part + "'? There are after=SEQ, limit=N and open=N\n");
            }
            long value = Long.parseLong(parameter.group(2));
            switch (parameter.group(1)) {
                case "after" -> after = value;
                case "limit" -> limit = value;
                default -> open = value;
            }
        }
        return new StoriesPage(after, limit, open);
    }

    private void write(JsonGenerator json, Telemetry telemetry) throws IOException {
        var stories = telemetry.stories();
        json.writeStartObject();
        json.writeArrayFieldStart("stories");
        long next = after;
        for (var story : stories.after(after, limit)) {
            StoryJson.whole(json, story);
            next = story.seq();
        }
        json.writeEndArray();
        if (open > 0) {
            json.writeArrayFieldStart("open");
            for (var story : stories.open(open)) {
                StoryJson.whole(json, story);
            }
            json.writeEndArray();
        }
        json.writeNumberField("next", next);
        json.writeNumberField("lost", telemetry.lost());
        json.writeEndObject();
    }
}

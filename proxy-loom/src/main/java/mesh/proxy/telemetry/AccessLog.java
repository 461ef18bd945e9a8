package mesh.proxy.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** One JSON object a line: for each connection when it ends, and for each event that concerns the whole proxy. */
public final class AccessLog implements AutoCloseable {
    private final JsonGenerator json;
    private boolean broken;

    private AccessLog(JsonGenerator json) {
        this.json = json;
    }

    public static AccessLog to(OutputStream out) throws IOException {
        return new AccessLog(new JsonFactory().createGenerator(out).setRootValueSeparator(null));
    }

    /** No log. */
    public static AccessLog off() throws IOException {
        var log = to(OutputStream.nullOutputStream());
        log.broken = true;
        return log;
    }

    void write(Story story) {
        line(() -> {
            json.writeStringField("event", "connection");
            StoryJson.summary(json, story);
        });
    }

    void write(HopEvent event) {
        line(() -> {
            json.writeStringField("event", StoryJson.name(event));
            json.writeStringField("text", StoryJson.text(event));
        });
    }

    void flush() {
        attempt(json::flush);
    }

    @Override
    public void close() {
        flush(); // the stream is its owner's to close: it may be standard output
    }

    private void line(Write fields) {
        attempt(() -> {
            json.writeStartObject();
            json.writeStringField("time", Instant.now().toString());
            fields.run();
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }

    /** A log that cannot be written ends, saying so once; the traffic goes on. */
    private void attempt(Write write) {
        if (broken) {
            return;
        }
        try {
            write.run();
        } catch (IOException e) {
            broken = true;
            System.err.println("access log ends here, the proxy goes on: " + e.getMessage());
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}

package mesh.proxy.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * One JSON object a line, when it ends: for each request, for each connection (one that carried requests says how many),
 * and for each event that concerns the whole proxy. All is ASCII, whatever a client sends, so a line is one line in
 * every terminal.
 */
public final class AccessLog implements AutoCloseable {
    private static final int FLUSH_BYTES = 64 * 1024;

    private final Optional<LogWriter> writer;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final JsonGenerator json;
    private int lines;

    private AccessLog(Optional<LogWriter> writer) throws IOException {
        this.writer = writer;
        this.json = JsonFactory.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .createGenerator(text)
                .setRootValueSeparator(null);
    }

    public static AccessLog to(OutputStream out) throws IOException {
        return new AccessLog(Optional.of(LogWriter.start(out)));
    }

    /** No log. */
    public static AccessLog off() throws IOException {
        return new AccessLog(Optional.empty());
    }

    void write(Story story) {
        line(story.closed().nanos(), () -> {
            json.writeStringField("event", "connection");
            StoryJson.summary(json, story);
        });
    }

    void write(HopEvent.Exchanged event) {
        line(event.nanos(), () -> {
            json.writeStringField("event", "request");
            ExchangeJson.fields(json, event);
        });
    }

    void write(HopEvent event) {
        line(event.nanos(), () -> {
            json.writeStringField("event", StoryJson.name(event));
            json.writeStringField("text", StoryJson.text(event));
        });
    }

    /** Hands the lines that were made over to be written. */
    void flush() {
        if (lines > 0) {
            writer.ifPresent(to -> to.offer(text.toString(StandardCharsets.UTF_8), lines));
            text.reset();
            lines = 0;
        }
    }

    /** How many lines were not written, because who reads them is too slow, or gone. */
    long lost() {
        return writer.map(LogWriter::lost).orElse(0L);
    }

    @Override
    public void close() {
        flush();
        writer.ifPresent(LogWriter::close);
    }

    /** @param nanos when it happened, which may be a little ago */
    private void line(long nanos, Fields fields) {
        if (writer.isEmpty()) {
            return;
        }
        try {
            json.writeStartObject();
            json.writeStringField(
                    "time", Instant.now().minusNanos(System.nanoTime() - nanos).toString());
            fields.write();
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
            lines++;
            if (text.size() > FLUSH_BYTES) {
                flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory cannot fail", e);
        }
    }

    private interface Fields {
        void write() throws IOException;
    }
}

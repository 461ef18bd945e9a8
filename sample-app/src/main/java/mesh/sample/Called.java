package mesh.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;

/**
 * One call to the peer and how it went.
 *
 * @param status the peer's HTTP status, 0 when it was not reached
 * @param body the peer's answer, or why there is none
 * @param startNanos on the scale of {@link System#nanoTime()}: CLOCK_MONOTONIC, the same for all processes here
 * @param endNanos likewise
 */
record Called(URI url, int status, String body, long startNanos, long endNanos) implements Answer {
    boolean reached() {
        return status != 0;
    }

    String summary() {
        return "called %s: %s in %.1f ms".formatted(url, reached() ? status : "failed", (endNanos - startNanos) / 1e6);
    }

    @Override
    public String text() {
        return summary() + "\n" + body.strip();
    }

    @Override
    public void fields(JsonGenerator json) throws IOException {
        json.writeStringField("url", url.toString());
        json.writeNumberField("status", status);
        json.writeNumberField("startNanos", startNanos);
        json.writeNumberField("endNanos", endNanos);
        json.writeStringField("body", body);
    }
}

package mesh.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/**
 * What came of one request of a load.
 *
 * @param pod who answered; empty when nobody did, or a proxy
 * @param version of the one who answered
 * @param status 0: no answer
 * @param failure its kind, in few words; empty: answered, and not with an error
 * @param micros from the first byte sent to the last received, in µs; with the connecting where it had to connect
 */
record Reply(String pod, String version, int status, String failure, long micros) {
    private static final JsonFactory JSON = new JsonFactory();

    /** @param body a {@link Seen} as JSON, or whatever else came */
    static Reply answered(int status, String body, long micros) {
        return new Reply(
                field(body, "pod"), field(body, "version"), status, status >= 400 ? "status " + status : "", micros);
    }

    static Reply failed(String failure, long micros) {
        return new Reply("", "", 0, failure, micros);
    }

    /** One line of JSON. */
    String line() throws IOException {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("pod", pod);
            json.writeStringField("version", version);
            json.writeNumberField("status", status);
            json.writeStringField("failure", failure);
            json.writeNumberField("micros", micros);
            json.writeEndObject();
        }
        return text + "\n";
    }

    /** A text at the top of an object; empty when there is none: an error of a proxy is no JSON. */
    private static String field(String body, String name) {
        try (var json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                if (isAtTop(json) && json.currentToken() == JsonToken.VALUE_STRING && name.equals(json.currentName())) {
                    return json.getText();
                }
            }
            return "";
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isAtTop(JsonParser json) {
        return json.getParsingContext().inObject()
                && json.getParsingContext().getParent().inRoot();
    }
}

package mesh.netinit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;

/** JSON for programs that read our output, indented for people who look over their shoulder. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes one document. */
    @FunctionalInterface
    interface Document {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    static String text(Document document) throws IOException {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
            document.write(json);
        }
        return text + System.lineSeparator();
    }

    /** A rule as an object of its own. */
    static void write(JsonGenerator json, Rule rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", rule.table().word());
        json.writeStringField("chain", rule.chain());
        json.writeStringField("matches", RuleText.matches(rule));
        json.writeStringField("target", RuleText.render(rule.target()).substring(3)); // without "-j "
        json.writeStringField("why", rule.why());
        json.writeEndObject();
    }
}

package mesh.lab.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Records to JSON and back, for files, for proxies' answers and for {@code --json}. */
public final class Json {
    private static final ObjectMapper LINE = new ObjectMapper();
    private static final ObjectMapper PRETTY = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    public static String line(Object value) {
        return write(LINE, value);
    }

    public static String pretty(Object value) {
        return write(PRETTY, value);
    }

    /** @throws JsonProcessingException saying where, and what was expected */
    public static <T> T parse(String json, Class<T> type) throws JsonProcessingException {
        return LINE.readValue(json, type);
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that Jackson cannot write: " + value, e);
        }
    }
}

package mesh.lab.watch;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** How an observation becomes a line. */
interface View {
    int PAYLOAD_BYTES = 80;

    String line(Observation observation);

    static View of(WatchOptions options) {
        return switch (options.format()) {
            case TEXT -> new TextView(options, false);
            case COLOUR -> new TextView(options, true);
            case JSON -> new JsonView(options);
        };
    }

    /** The name of a user id, or the number; empty when there is none. */
    static Optional<String> owner(WatchOptions options, OptionalInt uid) {
        return uid.isEmpty()
                ? Optional.empty()
                : Optional.of(options.owners().getOrDefault(uid.getAsInt(), "uid " + uid.getAsInt()));
    }

    /** The first bytes: ASCII that prints as it is, ends of line and all else as a dot. */
    static String printable(ByteBuffer payload) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(payload.remaining(), PAYLOAD_BYTES); i++) {
            byte b = payload.get(payload.position() + i);
            text.append(b >= ' ' && b < 0x7f ? (char) b : '.');
        }
        return text.toString();
    }
}

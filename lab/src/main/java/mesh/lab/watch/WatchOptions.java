package mesh.lab.watch;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What to watch, for how long, and how to show it.
 *
 * @param queue the NFQUEUE number, 0 to 65535. Two watches of one pod need two numbers, so they share this one and the
 *     second is told
 * @param port watch only connections whose client dialled this port; empty: all
 * @param count end after so many packets; empty: no such end
 * @param duration end after so long; {@link Duration#ZERO}: no such end
 * @param format how a packet becomes a line
 * @param payload show the first bytes of what a packet carries
 * @param owners names of user ids
 */
public record WatchOptions(
        int queue,
        OptionalInt port,
        OptionalLong count,
        Duration duration,
        Format format,
        boolean payload,
        Map<Integer, String> owners) {
    private static final int QUEUE = 1501;
    private static final int PROXY_UID = 1337;

    /** How a packet becomes a line. */
    public enum Format {
        TEXT,
        /** Text with colours: for terminals only. */
        COLOUR,
        /** One JSON object a line. */
        JSON
    }

    public WatchOptions {
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65535)) {
            throw new IllegalArgumentException(
                    "--port is %d; a TCP port is from 1 to 65535".formatted(port.getAsInt()));
        }
        if (count.isPresent() && count.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "--count is %d; it must be at least 1 packet".formatted(count.getAsLong()));
        }
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "--seconds is %d; it must not be negative".formatted(duration.toSeconds()));
        }
        owners = Map.copyOf(owners);
    }

    /** All TCP packets as text, until stopped; uid 0 is root and 1337 the proxy. */
    public static WatchOptions defaults() {
        return new WatchOptions(
                QUEUE,
                OptionalInt.empty(),
                OptionalLong.empty(),
                Duration.ZERO,
                Format.TEXT,
                false,
                Map.of(0, "root", PROXY_UID, "proxy"));
    }

    public WatchOptions withPort(int dialled) {
        return new WatchOptions(queue, OptionalInt.of(dialled), count, duration, format, payload, owners);
    }

    public WatchOptions withCount(long packets) {
        return new WatchOptions(queue, port, OptionalLong.of(packets), duration, format, payload, owners);
    }

    public WatchOptions withDuration(Duration longest) {
        return new WatchOptions(queue, port, count, longest, format, payload, owners);
    }

    public WatchOptions withFormat(Format lines) {
        return new WatchOptions(queue, port, count, duration, lines, payload, owners);
    }

    public WatchOptions withPayload(boolean shown) {
        return new WatchOptions(queue, port, count, duration, format, shown, owners);
    }

    /** Adds the name of a user id, for example of the pod's app. */
    public WatchOptions withOwner(int uid, String name) {
        var named = new TreeMap<>(owners);
        named.put(uid, name);
        return new WatchOptions(queue, port, count, duration, format, payload, named);
    }
}

package mesh.netinit;

/** TCP ports {@code first} to {@code last}, both included; a single port is a range of one. */
public record PortRange(int first, int last) {
    public PortRange {
        if (first < 1 || last > 65535 || first > last) {
            throw new IllegalArgumentException(
                    "%d-%d is not a range of ports: ports are 1 to 65535, the smaller one first"
                            .formatted(first, last));
        }
    }

    public static PortRange of(int port) {
        return new PortRange(port, port);
    }

    /** Reads {@code 22}, {@code 8000-8010} or iptables' own {@code 8000:8010}. */
    public static PortRange parse(String text) {
        var ends = text.strip().split("[-:]", -1);
        try {
            int first = Integer.parseInt(ends[0]);
            return switch (ends.length) {
                case 1 -> new PortRange(first, first);
                case 2 -> new PortRange(first, Integer.parseInt(ends[1]));
                default -> throw new NumberFormatException("more than two ends");
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a port: write one (22) or a range (8000-8010), separated by commas", e);
        }
    }

    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}

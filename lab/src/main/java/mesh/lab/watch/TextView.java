package mesh.lab.watch;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.stream.Collectors;
import mesh.linux.AddressText;
import mesh.linux.Hook;
import mesh.linux.TcpPacket;

/** A line for people: when, where, who, what, and what happened to it. */
record TextView(WatchOptions options, boolean colour) implements View {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneId.systemDefault());
    private static final String INDENT = " ".repeat(16); // under the hook, behind the time

    /** SGR codes of ECMA-48, section 8.3.117. */
    private static final String DIM = "2", CYAN = "36", MAGENTA = "35", RED = "31";

    @Override
    public String line(Observation observation) {
        var sighting = observation.sighting();
        var packet = sighting.packet();
        var line = "%s %s %-5s %-44s %-12s %s"
                .formatted(
                        paint(DIM, TIME.format(sighting.time())),
                        paint(CYAN, "%-10s".formatted(sighting.hook())),
                        sighting.networkInterface(),
                        AddressText.of(packet.source()) + " -> " + AddressText.of(packet.destination()),
                        flags(packet),
                        numbers(observation));
        return (line + notes(observation)).stripTrailing() + payload(packet);
    }

    private static String flags(TcpPacket packet) {
        return packet.flags().stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    private static String numbers(Observation observation) {
        var acknowledgement = observation.acknowledgement();
        return "seq %d%s %d B"
                .formatted(
                        observation.sequence(),
                        acknowledgement.isPresent() ? " ack " + acknowledgement.getAsLong() : "",
                        observation.sighting().packet().payloadBytes());
    }

    private String notes(Observation observation) {
        var notes = new ArrayList<String>();
        var sighting = observation.sighting();
        View.owner(options, sighting.uid())
                .ifPresent(name -> notes.add((sighting.hook() == Hook.OUTPUT ? "from " : "for ") + name));
        observation
                .became()
                .ifPresent(became -> notes.add(paint(
                        MAGENTA,
                        "same packet: %s became %s"
                                .formatted(AddressText.of(became.from()), AddressText.of(became.to())))));
        observation
                .clientSees()
                .ifPresent(dialled -> notes.add("the client will see it come from " + AddressText.of(dialled)));
        if (observation.retransmission()) {
            notes.add(paint(RED, "retransmission"));
        }
        return notes.isEmpty() ? "" : "  " + String.join("; ", notes);
    }

    private String payload(TcpPacket packet) {
        return options.payload() && packet.payload().hasRemaining()
                ? System.lineSeparator() + INDENT + "\"" + View.printable(packet.payload()) + "\""
                : "";
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

package mesh.lab.watch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import mesh.linux.AddressText;
import mesh.linux.TcpPacket.Flag;

/** One JSON object a line, for programs. Absent fields are absent. */
record JsonView(WatchOptions options, JsonMapper mapper) implements View {
    JsonView(WatchOptions options) {
        this(options, new JsonMapper());
    }

    @Override
    public String line(Observation observation) {
        var sighting = observation.sighting();
        var packet = sighting.packet();
        var line = mapper.createObjectNode();
        line.put("time", sighting.time().toString());
        line.put("hook", sighting.hook().name());
        line.put("interface", sighting.networkInterface());
        putOwner(line, sighting);
        line.put("source", AddressText.of(packet.source()));
        line.put("destination", AddressText.of(packet.destination()));
        var flags = line.putArray("flags");
        packet.flags().stream().map(Flag::name).forEach(flags::add);
        line.put("seq", observation.sequence());
        observation.acknowledgement().ifPresent(number -> line.put("ack", number));
        line.put("bytes", packet.payloadBytes());
        putStory(line, observation);
        if (options.payload() && packet.payload().hasRemaining()) {
            line.put("payload", View.printable(packet.payload()));
        }
        return line.toString();
    }

    private void putOwner(ObjectNode line, Sighting sighting) {
        sighting.uid().ifPresent(uid -> line.put("uid", uid));
        View.owner(options, sighting.uid()).ifPresent(name -> line.put("owner", name));
    }

    private static void putStory(ObjectNode line, Observation observation) {
        observation
                .became()
                .ifPresent(became -> line.putObject("became")
                        .put("from", AddressText.of(became.from()))
                        .put("to", AddressText.of(became.to())));
        observation.clientSees().ifPresent(dialled -> line.put("clientSees", AddressText.of(dialled)));
        line.put("retransmission", observation.retransmission());
    }
}

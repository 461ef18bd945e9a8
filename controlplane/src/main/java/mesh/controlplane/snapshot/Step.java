package mesh.controlplane.snapshot;

import java.util.ArrayList;
import java.util.List;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;
import mesh.proto.v1.WatchServicesResponse;

/**
 * The difference between two snapshots.
 *
 * @param full whether it replaces all that the proxy has
 */
public record Step(String version, boolean full, List<Service> changed, List<ServiceName> removed) {
    /**
     * Bytes of services in one message, when they are more than one. gRPC clients refuse above 4 MiB, and the server
     * keeps a buffer of the largest message for each stream.
     */
    private static final int PART_BYTES = 64 << 10;

    public Step {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** A step to where the proxy is already: asks whether it lives. */
    public static Step heartbeat(String version) {
        return new Step(version, false, List.of(), List.of());
    }

    /** The messages to send, in order; at least one. */
    public List<WatchServicesResponse> messages() {
        var messages = new ArrayList<WatchServicesResponse>();
        var part = part().addAllRemoved(removed);
        int bytes = 0;
        for (var service : changed) {
            if (bytes > 0 && bytes + service.getSerializedSize() > PART_BYTES) {
                messages.add(part.setMore(true).build());
                part = part();
                bytes = 0;
            }
            part.addServices(service);
            bytes += service.getSerializedSize();
        }
        messages.add(part.build());
        return messages;
    }

    private WatchServicesResponse.Builder part() {
        return WatchServicesResponse.newBuilder().setVersion(version).setFull(full);
    }
}

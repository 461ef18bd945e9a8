package mesh.controlplane.stream;

import io.grpc.stub.StreamObserver;
import mesh.controlplane.snapshot.Snapshots;
import mesh.proto.v1.DiscoveryServiceGrpc.DiscoveryServiceImplBase;
import mesh.proto.v1.GetServicesRequest;
import mesh.proto.v1.GetServicesResponse;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/** The discovery service as gRPC calls it. */
public final class DiscoveryEndpoint extends DiscoveryServiceImplBase {
    private final Snapshots snapshots;
    private final Watchers watchers;

    public DiscoveryEndpoint(Snapshots snapshots, Watchers watchers) {
        this.snapshots = snapshots;
        this.watchers = watchers;
    }

    @Override
    public void getServices(GetServicesRequest request, StreamObserver<GetServicesResponse> response) {
        if (!snapshots.condition().complete()) {
            response.onError(Watchers.NOT_READY.asRuntimeException());
            return;
        }
        var snapshot = snapshots.of(request.getNode().getNamespace());
        response.onNext(GetServicesResponse.newBuilder()
                .setVersion(snapshot.version())
                .addAllServices(snapshot.services().values())
                .build());
        response.onCompleted();
    }

    @Override
    public StreamObserver<WatchServicesRequest> watchServices(StreamObserver<WatchServicesResponse> response) {
        return watchers.watch(response);
    }
}

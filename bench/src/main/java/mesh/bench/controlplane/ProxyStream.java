package mesh.bench.controlplane;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import mesh.proto.v1.Applied;
import mesh.proto.v1.DiscoveryServiceGrpc;
import mesh.proto.v1.Endpoint;
import mesh.proto.v1.Hello;
import mesh.proto.v1.Node;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/** A proxy as the control plane sees it: a gRPC stream on a connection of its own, which answers every step. */
final class ProxyStream implements StreamObserver<WatchServicesResponse> {
    private final int number;
    private final Proxies proxies;
    private final ManagedChannel channel;
    private final StreamObserver<WatchServicesRequest> requests;
    private volatile Throwable end;

    ProxyStream(int number, int port, Proxies proxies) {
        this.number = number;
        this.proxies = proxies;
        channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        requests = DiscoveryServiceGrpc.newStub(channel).watchServices(this);
        requests.onNext(WatchServicesRequest.newBuilder()
                .setHello(Hello.newBuilder().setNode(node(number)))
                .build());
    }

    private static Node node(int number) {
        return Node.newBuilder()
                .setPod("client-" + number)
                .setNamespace("bench")
                .setWorkload("client")
                .addAddresses("10.50.%d.%d".formatted(number / 250, number % 250 + 1))
                .build();
    }

    @Override
    public void onNext(WatchServicesResponse step) {
        var addresses = step.getFull() ? List.<String>of() : addresses(step);
        proxies.received(number, addresses, !step.getMore());
        if (!step.getMore()) {
            requests.onNext(WatchServicesRequest.newBuilder()
                    .setApplied(Applied.newBuilder().setVersion(step.getVersion()))
                    .build());
        }
    }

    private static List<String> addresses(WatchServicesResponse step) {
        return step.getServicesList().stream()
                .flatMap(service -> service.getEndpointsList().stream())
                .map(Endpoint::getAddress)
                .toList();
    }

    @Override
    public void onError(Throwable e) {
        end = e;
    }

    @Override
    public void onCompleted() {
        end = new IllegalStateException("the control plane ended the stream");
    }

    boolean ended() {
        return end != null;
    }

    void close() {
        channel.shutdownNow();
    }

    @Override
    public String toString() {
        return "proxy " + number + (end == null ? "" : ": " + end.getMessage());
    }
}

package mesh.controlplane;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.proto.v1.Applied;
import mesh.proto.v1.DiscoveryServiceGrpc;
import mesh.proto.v1.Hello;
import mesh.proto.v1.Node;
import mesh.proto.v1.Problem;
import mesh.proto.v1.Rejected;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/** A real gRPC client, of another make than the server, that does what a proxy does; only when the test says so. */
final class ProxyClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final BlockingQueue<WatchServicesResponse> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final StreamObserver<WatchServicesRequest> requests;
    private ClientCallStreamObserver<WatchServicesRequest> call;
    private final Map<String, Service> services = new TreeMap<>();

    ProxyClient(int port) {
        this(port, true);
    }

    /** @param reads whether it reads what comes before {@link #startReading} */
    ProxyClient(int port, boolean reads) {
        channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        requests = DiscoveryServiceGrpc.newStub(channel).watchServices(observer(reads));
    }

    private ClientResponseObserver<WatchServicesRequest, WatchServicesResponse> observer(boolean reads) {
        return new ClientResponseObserver<>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<WatchServicesRequest> stream) {
                call = stream;
                if (!reads) {
                    stream.disableAutoRequestWithInitial(0);
                }
            }

            @Override
            public void onNext(WatchServicesResponse response) {
                received.add(response);
            }

            @Override
            public void onError(Throwable e) {
                ended.complete(Status.fromThrowable(e));
            }

            @Override
            public void onCompleted() {
                ended.complete(Status.OK);
            }
        };
    }

    ProxyClient hello(String pod, String heldVersion) {
        return hello(Node.newBuilder().setPod(pod).setNamespace("shop").build(), heldVersion);
    }

    ProxyClient hello(Node node, String heldVersion) {
        requests.onNext(WatchServicesRequest.newBuilder()
                .setHello(Hello.newBuilder().setNode(node).setHeldVersion(heldVersion))
                .build());
        return this;
    }

    /** The next message, which must come soon. */
    WatchServicesResponse next() throws InterruptedException {
        var response = received.poll(10, TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("nothing came within 10 s; the stream: " + ended);
        }
        return response;
    }

    /** Takes the next step in, all its parts, and says so. @return its last part */
    WatchServicesResponse apply() throws InterruptedException {
        var part = next();
        if (part.getFull()) {
            services.clear();
        }
        while (true) {
            part.getServicesList().forEach(service -> services.put(key(service.getName()), service));
            part.getRemovedList().forEach(name -> services.remove(key(name)));
            if (!part.getMore()) {
                applied(part.getVersion());
                return part;
            }
            part = next();
        }
    }

    private static String key(ServiceName name) {
        return name.getNamespace() + "/" + name.getName();
    }

    /** What it serves, by namespace/name. */
    Map<String, Service> services() {
        return services;
    }

    boolean hasNothingToRead() {
        return received.isEmpty();
    }

    void applied(String version) {
        requests.onNext(WatchServicesRequest.newBuilder()
                .setApplied(Applied.newBuilder().setVersion(version))
                .build());
    }

    void rejected(String version, String reason) {
        requests.onNext(WatchServicesRequest.newBuilder()
                .setRejected(Rejected.newBuilder()
                        .setVersion(version)
                        .addProblems(Problem.newBuilder().setReason(reason)))
                .build());
    }

    void startReading() {
        call.request(Integer.MAX_VALUE);
    }

    /** How the stream ended, which it must soon. */
    Status end() throws Exception {
        return ended.get(10, TimeUnit.SECONDS);
    }

    void complete() {
        requests.onCompleted();
    }

    ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

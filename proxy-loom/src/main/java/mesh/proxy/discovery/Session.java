package mesh.proxy.discovery;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mesh.proto.v1.Applied;
import mesh.proto.v1.DiscoveryServiceGrpc;
import mesh.proto.v1.Hello;
import mesh.proto.v1.Node;
import mesh.proto.v1.Problem;
import mesh.proto.v1.Rejected;
import mesh.proto.v1.ServiceName;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;
import mesh.proxy.route.UnusableException;

/** One stream from the control plane, from hello to its end. Each step is answered before the next is sent. */
final class Session implements ClientResponseObserver<WatchServicesRequest, WatchServicesResponse> {
    /** The control plane says something every 10 s; after two that are missing it is taken for dead. */
    private static final Duration SILENCE = Duration.ofSeconds(25);

    private static final int MOST_PARTS = 4096; // of one step: of 64 KiB each

    private final Steps steps;
    private final List<WatchServicesResponse> parts = new ArrayList<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile ClientCallStreamObserver<WatchServicesRequest> requests;
    private volatile long heardAt = System.nanoTime();

    /** Who takes the steps. */
    interface Steps {
        /** Applies one. @throws UnusableException when it cannot be used; then nothing of it is */
        void apply(List<WatchServicesResponse> parts) throws UnusableException;

        /** It was not applied. */
        void rejected(String why);
    }

    private Session(Steps steps) {
        this.steps = steps;
    }

    /** Connects and stays until the stream ends. @return why it ended, for people */
    static String run(DiscoverySettings.HostPort controlPlane, Node node, String held, Steps steps)
            throws InterruptedException {
        var channel = channel(controlPlane);
        try {
            var session = new Session(steps);
            var requests = DiscoveryServiceGrpc.newStub(channel).watchServices(session);
            requests.onNext(WatchServicesRequest.newBuilder()
                    .setHello(Hello.newBuilder().setNode(node).setHeldVersion(held))
                    .build());
            return session.awaitEnd();
        } finally {
            channel.shutdownNow();
        }
    }

    private static ManagedChannel channel(DiscoverySettings.HostPort controlPlane) {
        return OkHttpChannelBuilder.forAddress(controlPlane.host(), controlPlane.port())
                .usePlaintext()
                .directExecutor()
                .disableRetry()
                .build();
    }

    private String awaitEnd() throws InterruptedException {
        while (true) {
            long left = SILENCE.toNanos() - (System.nanoTime() - heardAt);
            try {
                return ended.get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - heardAt >= SILENCE.toNanos()) {
                    requests.cancel("nothing heard for " + SILENCE.toSeconds() + " s", e);
                    return "nothing heard of it for %d s".formatted(SILENCE.toSeconds());
                }
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("it is only ever completed with a reason", e);
            }
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchServicesRequest> stream) {
        requests = stream;
    }

    @Override
    public void onNext(WatchServicesResponse part) {
        heardAt = System.nanoTime();
        parts.add(part);
        if (parts.size() > MOST_PARTS) {
            requests.cancel("a step of more than " + MOST_PARTS + " parts", null);
        } else if (!part.getMore()) {
            requests.onNext(answer(part.getVersion()));
            parts.clear();
        }
    }

    private WatchServicesRequest answer(String version) {
        try {
            steps.apply(List.copyOf(parts));
            return WatchServicesRequest.newBuilder()
                    .setApplied(Applied.newBuilder().setVersion(version))
                    .build();
        } catch (UnusableException e) {
            steps.rejected(e.getMessage());
            return WatchServicesRequest.newBuilder()
                    .setRejected(rejected(version, e))
                    .build();
        }
    }

    private static Rejected rejected(String version, UnusableException e) {
        var rejected = Rejected.newBuilder().setVersion(version);
        for (var problem : e.problems()) {
            rejected.addProblems(Problem.newBuilder()
                    .setService(ServiceName.newBuilder()
                            .setNamespace(problem.service().namespace())
                            .setName(problem.service().name()))
                    .setReason(problem.reason()));
        }
        return rejected.build();
    }

    @Override
    public void onError(Throwable problem) {
        ended.complete(problem instanceof StatusRuntimeException e ? text(e.getStatus()) : String.valueOf(problem));
    }

    private static String text(io.grpc.Status status) {
        var cause = status.getCause() == null ? "" : " (" + status.getCause().getMessage() + ")";
        return status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription()) + cause;
    }

    @Override
    public void onCompleted() {
        ended.complete("it ended the stream");
    }
}

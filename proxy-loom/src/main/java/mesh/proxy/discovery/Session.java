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
import java.util.concurrent.ExecutionException;
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
    private static final int MOST_BYTES = 32 << 20; // of one step: 1,000 services of 10 endpoints are about 1 MiB

    private final Steps steps;
    private final Duration silence;
    private final List<WatchServicesResponse> parts = new ArrayList<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private long bytes; // of parts
    private volatile ClientCallStreamObserver<WatchServicesRequest> requests;
    private volatile long heardAt = System.nanoTime();

    /** Who takes the steps. */
    interface Steps {
        /** Applies one. @throws UnusableException when it cannot be used; then nothing of it is */
        void apply(List<WatchServicesResponse> parts) throws UnusableException;

        /** It was not applied. */
        void rejected(String why);
    }

    private Session(Steps steps, Duration silence) {
        this.steps = steps;
        this.silence = silence;
    }

    /**
     * Connects and stays until the stream ends.
     *
     * @param silence after so long without a word the control plane is taken for dead
     * @return why it ended, for people
     */
    static String run(DiscoverySettings.HostPort controlPlane, Node node, String held, Duration silence, Steps steps)
            throws InterruptedException {
        var channel = channel(controlPlane);
        try {
            var session = new Session(steps, silence);
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
            long left = silence.toNanos() - (System.nanoTime() - heardAt);
            try {
                return ended.get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - heardAt >= silence.toNanos()) {
                    end("nothing heard of it for %d ms".formatted(silence.toMillis()));
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("it is only ever completed with a reason", e);
            }
        }
    }

    /** From now on nothing of this stream is applied any more: the next one may have begun. */
    private synchronized void end(String why) {
        ended.complete(why);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchServicesRequest> stream) {
        requests = stream;
    }

    @Override
    public synchronized void onNext(WatchServicesResponse part) {
        heardAt = System.nanoTime();
        if (ended.isDone()) {
            return;
        }
        parts.add(part);
        bytes += part.getSerializedSize();
        if (bytes > MOST_BYTES) {
            end("its step has more than " + MOST_BYTES + " bytes");
        } else if (!part.getMore()) {
            requests.onNext(answer(part.getVersion()));
            parts.clear();
            bytes = 0;
        }
    }

    private WatchServicesRequest answer(String version) {
        try {
            steps.apply(List.copyOf(parts));
            return WatchServicesRequest.newBuilder()
                    .setApplied(Applied.newBuilder().setVersion(version))
                    .build();
        } catch (UnusableException e) {
            return refusal(version, e);
        } catch (RuntimeException e) { // ours, met by what nobody thought of: the old state is still good
            return refusal(version, new UnusableException("the proxy failed on it: " + e));
        }
    }

    private WatchServicesRequest refusal(String version, UnusableException e) {
        steps.rejected(e.getMessage());
        return WatchServicesRequest.newBuilder()
                .setRejected(rejected(version, e))
                .build();
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
        end(problem instanceof StatusRuntimeException e ? text(e.getStatus()) : String.valueOf(problem));
    }

    private static String text(io.grpc.Status status) {
        var cause = status.getCause() == null ? "" : " (" + status.getCause().getMessage() + ")";
        return status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription()) + cause;
    }

    @Override
    public void onCompleted() {
        end("it ended the stream");
    }
}

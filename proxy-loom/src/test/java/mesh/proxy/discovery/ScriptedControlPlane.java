package mesh.proxy.discovery;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.proto.v1.DiscoveryServiceGrpc.DiscoveryServiceImplBase;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/** A control plane that says what the test wants, right or wrong. */
final class ScriptedControlPlane {
    private final BlockingQueue<WatchServicesRequest> heard = new LinkedBlockingQueue<>();
    private final Server server;
    private volatile StreamObserver<WatchServicesResponse> newest;

    /** @param port 0: any */
    ScriptedControlPlane(int port) throws IOException {
        server = OkHttpServerBuilder.forPort(port, InsecureServerCredentials.create())
                .addService(new DiscoveryServiceImplBase() {
                    @Override
                    public StreamObserver<WatchServicesRequest> watchServices(
                            StreamObserver<WatchServicesResponse> response) {
                        newest = response;
                        return new Requests();
                    }
                })
                .build()
                .start();
    }

    private final class Requests implements StreamObserver<WatchServicesRequest> {
        @Override
        public void onNext(WatchServicesRequest request) {
            heard.add(request);
        }

        @Override
        public void onError(Throwable e) {
            // the proxy left: the tests look at what it does next
        }

        @Override
        public void onCompleted() {
            newest.onCompleted();
        }
    }

    int port() {
        return server.getPort();
    }

    /** Says this on the newest stream. */
    void say(WatchServicesResponse.Builder response) {
        newest.onNext(response.build());
    }

    /** What a proxy says next, which must come soon. */
    WatchServicesRequest hear() throws InterruptedException {
        var request = heard.poll(20, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("the proxy said nothing within 20 s");
        }
        return request;
    }

    /** Gone, with its port free again. */
    void close() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination();
    }
}

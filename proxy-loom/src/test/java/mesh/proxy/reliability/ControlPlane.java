package mesh.proxy.reliability;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import mesh.linux.NetworkNamespace;
import mesh.proto.v1.DiscoveryServiceGrpc;
import mesh.proto.v1.Endpoint;
import mesh.proto.v1.EndpointState;
import mesh.proto.v1.Protocol;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;
import mesh.proto.v1.ServicePort;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/** Tells every proxy in a pod the same services, once: a control plane that has nothing new to say. */
final class ControlPlane implements Closeable {
    private final Server server;

    private ControlPlane(Server server) {
        this.server = server;
    }

    static ControlPlane start(NetworkNamespace pod, List<Service> services) throws Exception {
        return new ControlPlane(pod.call(() -> {
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return OkHttpServerBuilder.forPort(loopback, InsecureServerCredentials.create())
                    .addService(new Watched(services))
                    .build()
                    .start();
        }));
    }

    /** As {@code --control-plane} takes it. */
    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** A service with one endpoint. */
    static Service service(String name, String vip, String pod, String version) {
        return Service.newBuilder()
                .setName(ServiceName.newBuilder().setNamespace("default").setName(name))
                .addAddresses(vip)
                .addPorts(ServicePort.newBuilder().setNumber(80).setProtocol(Protocol.PROTOCOL_HTTP1))
                .addEndpoints(Endpoint.newBuilder()
                        .setAddress(pod)
                        .putPorts(80, 8080)
                        .setPod(name + "-7d4b9")
                        .setWorkload(name)
                        .setAppVersion(version)
                        .setState(EndpointState.ENDPOINT_STATE_SERVING))
                .build();
    }

    private static final class Watched extends DiscoveryServiceGrpc.DiscoveryServiceImplBase {
        private final List<Service> services;

        private Watched(List<Service> services) {
            this.services = services;
        }

        @Override
        public StreamObserver<WatchServicesRequest> watchServices(StreamObserver<WatchServicesResponse> proxy) {
            return new StreamObserver<>() {
                @Override
                public void onNext(WatchServicesRequest request) {
                    if (request.hasHello()) {
                        proxy.onNext(WatchServicesResponse.newBuilder()
                                .setVersion("1")
                                .setFull(true)
                                .addAllServices(services)
                                .build());
                    }
                }

                @Override
                public void onError(Throwable problem) {
                    // The proxy is gone, and its test is over.
                }

                @Override
                public void onCompleted() {
                    proxy.onCompleted();
                }
            };
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}

package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import mesh.linux.Command;
import mesh.linux.NetworkNamespace;

/** A {@link Mesh} with a control plane in the neighbour's pod, services, and the app's proxy that knows them. */
final class Services implements Closeable {
    /** Virtual addresses: nobody has them, and the app's route to them leads to the peer. */
    static final String APP_B = "10.96.0.10", APP_B2 = "10.96.0.11";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the endpoints listen, each at an address of its own. */
    static final int PORT = 8080;

    private final Mesh mesh = new Mesh();
    private final ControlPlaneProcess controlPlane;
    private final ProxyProcess proxy;

    Services(Manifests manifests, String... flags) throws Exception {
        try {
            route(mesh.app());
            controlPlane = mesh.own(ControlPlaneProcess.start(mesh.peer(), manifests));
            proxy = mesh.proxy(Mesh.Carriers.OWN, flags(flags));
            applied();
        } catch (Exception | AssertionError e) {
            mesh.close();
            throw e;
        }
    }

    private static String[] flags(String... more) {
        var flags = new String[more.length + 4];
        flags[0] = "--control-plane";
        flags[1] = Mesh.PEER + ":" + ControlPlaneProcess.PORT;
        flags[2] = "--pod";
        flags[3] = "app-a";
        System.arraycopy(more, 0, flags, 4, more.length);
        return flags;
    }

    private static void route(NetworkNamespace pod) throws Exception {
        pod.call(() -> Command.run("ip", "route", "add", "10.96.0.0/16", "via", Mesh.PEER)
                .orThrow());
    }

    Mesh mesh() {
        return mesh;
    }

    ProxyProcess proxy() {
        return proxy;
    }

    ControlPlaneProcess controlPlane() {
        return controlPlane;
    }

    /** Another state of the mesh; returns when the proxy serves it. */
    void become(Manifests manifests) throws Exception {
        var before = version();
        controlPlane.write(manifests);
        eventually("the proxy has the next version", () -> !version().equals(before));
    }

    /** Waits for the first state. */
    private void applied() throws Exception {
        eventually("the proxy has a state", () -> !version().isEmpty());
    }

    String version() throws Exception {
        return JSON.readTree(proxy.get("/config").body())
                .get("discovery")
                .get("version")
                .textValue();
    }

    /** An HTTP connection of the app to a service's port 80. */
    HttpClient client(String address) throws Exception {
        return new HttpClient(mesh.fromApp(address, 80));
    }

    /** The address of the n-th endpoint, 0 to 199; the peer's pod has them all. */
    static String address(int n) {
        return "10.77.0." + (20 + n);
    }

    /** The server of the n-th endpoint. */
    HttpServer server(int n, HttpServer.Handler handler) throws Exception {
        addAddress(n);
        return mesh.own(HttpServer.start(mesh.peer(), address(n), PORT, handler));
    }

    /** The same, for what is not HTTP. */
    Server rawServer(int n, Server.Handler handler) throws Exception {
        addAddress(n);
        return mesh.own(Server.start(mesh.peer(), address(n), PORT, handler));
    }

    private void addAddress(int n) throws Exception {
        mesh.peer()
                .call(() -> Command.run("ip", "address", "replace", address(n) + "/24", "dev", "eth0")
                        .orThrow());
    }

    @Override
    public void close() throws IOException {
        mesh.close();
    }
}

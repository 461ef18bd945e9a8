package mesh.controlplane;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import mesh.controlplane.stream.Watchers.Patience;

/** What the flags said, checked. */
record Settings(Path folder, InetSocketAddress grpc, InetSocketAddress admin, int maxProxies, Patience patience) {}

package mesh.controlplane;

import java.net.InetSocketAddress;
import mesh.controlplane.stream.Watchers.Patience;

/** What the flags said, checked. */
record Settings(Source source, InetSocketAddress grpc, InetSocketAddress admin, int maxProxies, Patience patience) {}

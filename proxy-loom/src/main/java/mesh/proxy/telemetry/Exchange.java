package mesh.proxy.telemetry;

import java.net.InetSocketAddress;
import mesh.proxy.cluster.Endpoint;
import mesh.proxy.cluster.ServiceName;

/**
 * One request and its answer, complete or broken off. What the client wrote is cut here to what telemetry keeps of it.
 *
 * @param path without the query, which may hold secrets
 * @param protocol {@code http/1.1}
 * @param status that was sent to the client; 0: none was
 * @param ours whether the proxy itself made that answer
 * @param why for people; empty when all went well
 * @param service null when the destination belongs to no service that is known
 * @param route {@code namespace/name} of the route that chose; empty: none did
 * @param upstream null when none was reached
 * @param endpoint null when the upstream is no pod that is known
 * @param sourceWorkload who asks; empty when unknown
 * @param tries requests that were sent upstream for this one, the first included
 * @param requestBytes of the body
 * @param responseBytes of the body
 * @param startedNanos when the request's first byte was seen, as {@link System#nanoTime()}
 * @param answeredNanos when the response's head was there; 0: never
 * @param trace null when tracing is off
 */
public record Exchange(
        String method,
        String path,
        String authority,
        String protocol,
        int status,
        boolean ours,
        String why,
        ServiceName service,
        String route,
        InetSocketAddress upstream,
        Endpoint endpoint,
        String sourceWorkload,
        int tries,
        long requestBytes,
        long responseBytes,
        long startedNanos,
        long answeredNanos,
        TraceContext trace) {
    private static final int METHOD_CHARS = 32;
    private static final int PATH_CHARS = 512;
    private static final int AUTHORITY_CHARS = 255;
    private static final int WHY_CHARS = 512;

    public Exchange {
        method = cut(method, METHOD_CHARS);
        path = cut(path, PATH_CHARS);
        authority = cut(authority, AUTHORITY_CHARS);
        why = cut(why, WHY_CHARS);
    }

    /** Whether the connection became a tunnel, RFC 9110, sections 7.8 and 9.3.6: it ends when the tunnel does. */
    boolean isTunnel() {
        return status == 101 || ("CONNECT".equals(method) && status >= 200 && status < 300);
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars - 1) + "…";
    }
}

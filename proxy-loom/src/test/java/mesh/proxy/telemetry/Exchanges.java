package mesh.proxy.telemetry;

import java.net.InetSocketAddress;
import mesh.proxy.cluster.Endpoint;
import mesh.proxy.cluster.ServiceName;
import mesh.proxy.telemetry.HopEvent.Direction;

/** One exchange that went well, to be varied. Times are in nanoseconds: it lasted 2 ms and was answered after 1. */
public final class Exchanges {
    static final ServiceName APP_B = new ServiceName("default", "app-b");
    static final InetSocketAddress UPSTREAM = new InetSocketAddress("10.77.0.3", 8080);
    static final long STARTED = 1_000_000;
    static final long ENDED = 3_000_000;

    private String method = "GET";
    private String path = "/hello";
    private int status = 200;
    private boolean ours;
    private String why = "";
    private ServiceName service = APP_B;
    private Endpoint endpoint = endpoint("app-b", "v1");
    private String source = "app-a";
    private int tries = 1;
    private String authority = "app-b";
    private long started = STARTED;
    private TraceContext trace;

    public static Exchanges exchange() {
        return new Exchanges();
    }

    static Endpoint endpoint(String workload, String version) {
        return new Endpoint(UPSTREAM, workload + "-7d4b9", workload, version, false, null);
    }

    public Exchanges asks(String aMethod, String aPath) {
        method = aMethod;
        path = aPath;
        return this;
    }

    public Exchanges authority(String anAuthority) {
        authority = anAuthority;
        return this;
    }

    public Exchanges started(long nanos) {
        started = nanos;
        return this;
    }

    public Exchanges status(int aStatus) {
        status = aStatus;
        return this;
    }

    public Exchanges ours(int aStatus, String aWhy) {
        status = aStatus;
        ours = true;
        why = aWhy;
        endpoint = null;
        return this;
    }

    public Exchanges why(String aWhy) {
        why = aWhy;
        return this;
    }

    public Exchanges to(String workload, String version) {
        endpoint = endpoint(workload, version);
        return this;
    }

    public Exchanges from(String aSource) {
        source = aSource;
        return this;
    }

    public Exchanges nowhereKnown() {
        service = null;
        endpoint = null;
        return this;
    }

    public Exchanges tries(int aTries) {
        tries = aTries;
        return this;
    }

    public Exchanges trace(TraceContext aTrace) {
        trace = aTrace;
        return this;
    }

    public HopEvent.Exchanged outbound() {
        return event(Direction.OUTBOUND, ENDED);
    }

    public HopEvent.Exchanged inbound() {
        return event(Direction.INBOUND, ENDED);
    }

    public HopEvent.Exchanged event(Direction direction, long ended) {
        return new HopEvent.Exchanged(7, ended, direction, done());
    }

    public Exchange done() {
        return new Exchange(
                method,
                path,
                authority,
                "http/1.1",
                status,
                ours,
                why,
                service,
                service == null ? "" : "default/app-b-canary",
                ours ? null : UPSTREAM,
                endpoint,
                source,
                tries,
                10,
                100,
                started,
                status == 0 ? 0 : started + 1_000_000,
                trace);
    }
}

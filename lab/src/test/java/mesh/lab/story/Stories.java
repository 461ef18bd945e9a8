package mesh.lab.story;

import java.util.ArrayList;
import java.util.List;
import mesh.lab.story.Story.Step;

/** Stories to test with, in µs since some moment. */
public final class Stories {
    private Stories() {}

    /** What app-a's proxy tells of a call to app-b. */
    public static Story outbound(String upstreamLocal, long startMicros) {
        return new Story(
                1,
                startMicros,
                "outbound",
                "10.77.0.2:41000",
                "127.0.0.1:15001",
                "10.77.0.3:8080",
                upstreamLocal,
                "10.77.0.3:8080",
                "ended",
                "",
                73,
                249,
                List.of(
                        step(startMicros, "accepted", "accepted from 10.77.0.2:41000 on 127.0.0.1:15001"),
                        step(startMicros + 50, "destined", "original destination 10.77.0.3:8080"),
                        step(startMicros + 900, "closed", "closed, ended: 73 bytes sent, 249 received")));
    }

    /** What app-b's proxy tells of it. */
    public static Story inbound(String downstream, long startMicros) {
        return new Story(
                1,
                startMicros,
                "inbound",
                downstream,
                "10.77.0.3:15006",
                "10.77.0.3:8080",
                "10.77.0.3:42000",
                "10.77.0.3:8080",
                "ended",
                "",
                73,
                249,
                List.of(
                        step(startMicros, "accepted", "accepted from " + downstream + " on 10.77.0.3:15006"),
                        step(startMicros + 20, "destined", "original destination 10.77.0.3:8080"),
                        step(startMicros + 90, "firstBytes", "first 73 bytes sent"),
                        step(startMicros + 300, "firstBytes", "first 249 bytes received"),
                        step(startMicros + 500, "closed", "closed, ended: 73 bytes sent, 249 received")));
    }

    /** An HTTP connection of app-a that carried one request to app-b, over a new connection between the proxies. */
    public static Story request(long startMicros) {
        return http(
                "outbound",
                "10.77.0.2:41000",
                "10.96.0.3:8080",
                "ended",
                List.of(
                        step(startMicros, "accepted", "accepted"),
                        step(startMicros + 50, "destined", "original destination 10.96.0.3:8080"),
                        step(startMicros + 150, "connected", "connected to 10.77.0.3:8080"),
                        exchange(startMicros + 60, startMicros + 580),
                        step(startMicros + 900, "closed", "closed")));
    }

    /** The other end of it: a connection from app-a's proxy that is still open. */
    public static Story answered(long startMicros) {
        return http(
                "inbound",
                "10.77.0.2:53210",
                "10.77.0.3:8080",
                "open",
                List.of(
                        step(startMicros, "accepted", "accepted"),
                        step(startMicros + 20, "destined", "original destination 10.77.0.3:8080"),
                        step(startMicros + 90, "connected", "connected to 10.77.0.3:8080"),
                        exchange(startMicros + 10, startMicros + 300)));
    }

    /** A connection between the proxies that is kept, with the requests that began then. */
    public static Story kept(String outcome, long startMicros, long... requestMicros) {
        var steps = new ArrayList<>(List.of(step(startMicros, "accepted", "accepted")));
        for (long request : requestMicros) {
            steps.add(exchange(request, request + 300));
        }
        return http("inbound", "10.77.0.2:53210", "10.77.0.3:8080", outcome, List.copyOf(steps));
    }

    private static Step exchange(long startMicros, long endMicros) {
        return new Step(
                endMicros * 1000,
                "exchanged",
                "GET / of app-b: 200",
                "GET /",
                startMicros * 1000,
                endMicros * 1000 - 50_000,
                200,
                "10.77.0.3:8080");
    }

    private static Story http(
            String direction, String downstream, String destination, String outcome, List<Step> steps) {
        return new Story(
                1,
                steps.getFirst().nanos(),
                direction,
                downstream,
                "",
                destination,
                "10.77.0.2:53210",
                "10.77.0.3:8080",
                outcome,
                "",
                73,
                249,
                steps);
    }

    private static Step step(long micros, String event, String text) {
        return new Step(micros * 1000, event, text, null, 0, 0, 0, null);
    }
}

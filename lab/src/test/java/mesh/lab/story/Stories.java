package mesh.lab.story;

import java.util.List;
import mesh.lab.story.Story.Step;

/** Stories to test with, in µs since some moment. */
public final class Stories {
    private Stories() {}

    /** What app-a's proxy tells of a call to app-b. */
    public static Story outbound(String upstreamLocal, long startMicros) {
        return new Story(
                1,
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

    private static Step step(long micros, String event, String text) {
        return new Step(micros * 1000, event, text);
    }
}

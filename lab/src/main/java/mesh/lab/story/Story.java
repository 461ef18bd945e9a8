package mesh.lab.story;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/**
 * A finished connection as its proxy tells it; addresses as {@code HOST:PORT}, null where it did not get so far.
 *
 * @param seq counts this proxy's stories
 * @param direction {@code outbound} or {@code inbound}
 * @param upstreamLocal the proxy's own end of its connection to the upstream
 * @param why for people; empty when all went well
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer proxy may tell more
public record Story(
        long seq,
        String direction,
        String downstream,
        String local,
        String destination,
        String upstreamLocal,
        String upstream,
        String outcome,
        String why,
        long sentBytes,
        long receivedBytes,
        List<Step> steps) {
    /** @param nanos CLOCK_MONOTONIC: comparable between all processes of a machine */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Step(long nanos, String event, String text) {}

    @JsonIgnore
    public boolean isOutbound() {
        return "outbound".equals(direction);
    }

    @JsonIgnore
    public long startNanos() {
        return steps.getFirst().nanos();
    }

    @JsonIgnore
    public long endNanos() {
        return steps.getLast().nanos();
    }

    public Optional<Step> step(String event) {
        return steps.stream().filter(step -> step.event().equals(event)).findFirst();
    }
}

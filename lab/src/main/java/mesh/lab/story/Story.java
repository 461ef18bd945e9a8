package mesh.lab.story;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/**
 * A connection as its proxy tells it; addresses as {@code HOST:PORT}, null where it did not get so far.
 *
 * @param seq counts this proxy's finished stories; 0: not finished
 * @param connection its number in that proxy
 * @param direction {@code outbound} or {@code inbound}
 * @param upstreamLocal the proxy's own end of its connection to the upstream
 * @param why for people; empty when all went well
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer proxy may tell more
public record Story(
        long seq,
        long connection,
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
    /**
     * One thing that happened. An HTTP request with its answer is one step, at its end; only that has the fields from
     * {@code request} on.
     *
     * @param nanos CLOCK_MONOTONIC: comparable between all processes of a machine
     * @param request method and path
     * @param startedNanos when its first byte was seen
     * @param answeredNanos when the head of the answer was there; 0: never
     * @param upstream where it was sent
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Step(
            long nanos,
            String event,
            String text,
            String request,
            long startedNanos,
            long answeredNanos,
            int status,
            String upstream) {
        @JsonIgnore
        public boolean isExchange() {
            return "exchanged".equals(event);
        }
    }

    @JsonIgnore
    public boolean isOpen() {
        return "open".equals(outcome);
    }

    @JsonIgnore
    public List<Step> exchanges() {
        return steps.stream().filter(Step::isExchange).toList();
    }

    /** The same with the steps of a time only. */
    Story between(long fromNanos, long toNanos) {
        var within = steps.stream()
                .filter(step -> step.nanos() - fromNanos >= 0 && step.nanos() - toNanos <= 0)
                .toList();
        return new Story(
                seq,
                connection,
                direction,
                downstream,
                local,
                destination,
                upstreamLocal,
                upstream,
                outcome,
                why,
                sentBytes,
                receivedBytes,
                within);
    }

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

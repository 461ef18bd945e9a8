package mesh.lab.split;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who answered how many requests, and what failed. For one thread. */
public final class Split {
    private final Map<String, Answerer> answered = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int requests;

    /** @param share of all answered requests, 0 to 1 */
    public record Answerer(String pod, String version, int requests, double share) {}

    public void add(Reply reply) {
        requests++;
        if (reply.failed()) {
            failures.merge(reply.failure(), 1, Integer::sum);
        } else {
            var one = new Answerer(reply.pod(), reply.version(), 1, 0);
            answered.merge(
                    reply.pod() + " " + reply.version(),
                    one,
                    (old, more) -> new Answerer(old.pod, old.version, old.requests + 1, 0));
        }
    }

    /** By pod. */
    @JsonProperty
    public List<Answerer> answerers() {
        int all = requests - failed();
        var answerers = new ArrayList<Answerer>();
        for (var one : answered.values()) {
            answerers.add(new Answerer(one.pod, one.version, one.requests, (double) one.requests / all));
        }
        return answerers;
    }

    @JsonProperty
    public int requests() {
        return requests;
    }

    @JsonProperty
    public int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many of each kind. */
    @JsonProperty
    public Map<String, Integer> failures() {
        return failures;
    }

    /** Whether every request was answered, and with no error. */
    @JsonIgnore
    public boolean isGood() {
        return requests > 0 && failures.isEmpty();
    }
}

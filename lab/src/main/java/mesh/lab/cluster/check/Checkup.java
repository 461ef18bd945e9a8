package mesh.lab.cluster.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/** What was noted while looking. */
public final class Checkup {
    private final List<Fact> facts = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    void fact(String what, String is) {
        facts.add(new Fact(what, is));
    }

    void finding(String what, String cause, String remedy) {
        findings.add(new Finding(what, cause, remedy));
    }

    @JsonProperty
    public List<Fact> facts() {
        return facts;
    }

    @JsonProperty
    public List<Finding> findings() {
        return findings;
    }
}

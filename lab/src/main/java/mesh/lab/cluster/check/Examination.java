package mesh.lab.cluster.check;

import java.io.IOException;
import mesh.lab.cluster.Cluster;

/** All checks, one after another. What one of them cannot see is a finding too, and the others go on. */
public final class Examination {
    private Examination() {}

    public static Checkup of(Cluster cluster) {
        var checkup = new Checkup();
        for (var check : Check.all()) {
            try {
                check.look(cluster, checkup);
            } catch (IOException e) {
                checkup.finding(
                        check.subject() + " cannot be looked at", e.getMessage(), "put that right, then: ./mesh check");
            }
        }
        return checkup;
    }
}

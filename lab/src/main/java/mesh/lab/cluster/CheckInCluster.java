package mesh.lab.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mesh.lab.cluster.check.Checkup;
import mesh.lab.cluster.check.Examination;
import mesh.lab.view.Failure;
import mesh.lab.view.Json;
import mesh.lab.view.Style;
import mesh.lab.view.Table;

/** {@code check}. */
public final class CheckInCluster {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private CheckInCluster() {}

    /**
     * @param version of this program
     * @param seconds look again, at most so long, until there are no findings
     */
    public static int run(ClusterOptions options, String version, int seconds, boolean json) throws IOException {
        try (var cluster = options.open()) {
            long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            var checkup = Examination.of(cluster);
            while (!checkup.findings().isEmpty() && System.nanoTime() - deadline < 0) {
                pause();
                checkup = Examination.of(cluster);
            }
            System.out.println(json ? Json.pretty(checkup) : text(cluster, version, checkup));
            return checkup.findings().isEmpty() ? 0 : 1;
        }
    }

    private static String text(Cluster cluster, String version, Checkup checkup) {
        var table = new Table("what", "how it is").row("cluster", cluster.url()).row("this program", version);
        checkup.facts().forEach(fact -> table.row(fact.what(), fact.is()));
        var text = new StringBuilder(table + "\n");
        for (var finding : checkup.findings()) {
            text.append('\n')
                    .append(Style.RED.of(finding.what()))
                    .append("\n  cause:  ")
                    .append(finding.cause())
                    .append("\n  remedy: ")
                    .append(finding.remedy())
                    .append('\n');
        }
        int findings = checkup.findings().size();
        return text.append('\n')
                .append(
                        findings == 0
                                ? Style.GREEN.of("no findings")
                                : findings + (findings == 1 ? " finding" : " findings"))
                .toString();
    }

    private static void pause() throws Failure {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}

package mesh.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import mesh.lab.cluster.CanaryInCluster;
import mesh.lab.cluster.ClusterOptions;
import mesh.lab.control.FolderRoutes;
import mesh.lab.control.Rollout;
import mesh.lab.control.RouteStore;
import mesh.lab.control.Weights;
import mesh.lab.split.Calls;
import mesh.lab.split.LiveSplit;
import mesh.lab.split.Split;
import mesh.lab.split.SplitText;
import mesh.lab.view.Failure;
import mesh.lab.view.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "canary",
        description = {
            "Moves a share of a service's requests to another service, and shows how requests of app-a really fall. Without"
                    + " --weight it changes nothing and only shows. Exit code 1 when a request failed. In a cluster it edits the"
                    + " weights in the HTTPRoute, and where there is no sample app-a to make requests it counts those that pass"
                    + " the proxies of the namespace.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh canary app-b                                  how it is now",
            "  ./mesh canary app-b --to app-b2 --weight 50          half of the requests to the canary",
            "  ./mesh canary app-b --to app-b2 --weight 0 --follow  all back, and watch until Ctrl-C",
            "  ./mesh canary app-b --to app-b2 --weight 50 -n mesh-demo    in a cluster",
            "",
            "What to learn: it edits two numbers in a file, the control plane sees it and tells the proxies, and they"
                    + " choose for each request, not for each connection. Follow it in one terminal and edit"
                    + " /run/diy-mesh/manifests/app-b-route.yaml in another."
        })
final class CanaryCommand implements Callable<Integer> {
    private static final Duration FOREVER = Duration.ofDays(365);

    @Mixin
    HelpOption help;

    @Parameters(paramLabel = "SERVICE", description = "whose requests: app-b")
    private String service;

    @Option(names = "--to", paramLabel = "OTHER", description = "the service that gets the share: app-b2")
    private Optional<String> to = Optional.empty();

    @Option(names = "--weight", paramLabel = "N", description = "its share of 100 requests, 0 to 100")
    private Optional<Integer> weight = Optional.empty();

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "300",
            description = "how many to send then (${DEFAULT-VALUE}; 0: none)")
    private int requests;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "150", description = "in a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--follow", description = "send them until Ctrl-C")
    private boolean follow;

    @Option(
            names = "--new-connections",
            description = "a connection for each request; else four carry all of them, and the share is the same")
    private boolean newConnections;

    @Option(names = "--json", description = "for programs: one object at the end")
    private boolean json;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            defaultValue = "10",
            order = 93,
            description =
                    "in a cluster without the sample app-a: how long to count the requests that pass (${DEFAULT-VALUE})")
    private int watch;

    @Mixin
    ClusterOptions cluster;

    @Spec
    private CommandSpec spec;

    /**
     * What the command did and saw, as JSON.
     *
     * @param file what was edited; null: nothing
     * @param version that the proxies applied; null: nothing was changed
     */
    @JsonInclude
    record Result(Weights weights, String file, String version, Split split) {}

    @Override
    public Integer call() throws IOException {
        check();
        return cluster.areGiven() ? inCluster() : inLab();
    }

    private int inLab() throws IOException {
        var mesh = RunningMesh.required("canary");
        return run(
                new FolderRoutes(mesh.site().manifests()),
                weights -> new Rollout(mesh.topology())
                        .await(weights, mesh.topology().pods()),
                "what app-a sees:",
                live -> live.run(calls().by(mesh.topology())));
    }

    private int inCluster() throws IOException {
        try (var canary = CanaryInCluster.open(cluster)) {
            var length = follow ? FOREVER : Duration.ofSeconds(watch);
            return run(
                    canary.routes(),
                    canary::await,
                    canary.whose(calls()) + ":",
                    live -> canary.replies(calls(), length, live::run));
        }
    }

    /** Waits until every proxy routes by new weights. */
    private interface Following {
        Rollout.Applied await(Weights weights) throws IOException;
    }

    /** Requests on the way to their answers. */
    private interface Requests {
        Split count(LiveSplit live) throws IOException;
    }

    private int run(RouteStore routes, Following proxies, String whose, Requests seen) throws IOException {
        var weights = routes.read(service);
        var file = Optional.<String>empty();
        var applied = Optional.<Rollout.Applied>empty();
        if (weight.isPresent()) {
            weights = wanted(weights);
            file = Optional.of(routes.write(weights));
            say(weightsText(weights) + ", written to " + file.get());
            applied = Optional.of(proxies.await(weights));
            say("%d proxies applied version %s"
                    .formatted(applied.get().proxies(), applied.get().version()));
        } else {
            say(weightsText(weights) + ", says the route; " + whose);
        }
        var split = split(seen);
        if (json) {
            System.out.println(Json.pretty(new Result(
                    weights,
                    file.orElse(null),
                    applied.map(Rollout.Applied::version).orElse(null),
                    split)));
        } else if (split.requests() == 0 && cluster.areGiven() && (requests > 0 || follow)) {
            System.out.println("no request to %s passed; let one of the meshed pods call it".formatted(service));
        } else if (split.requests() > 0) {
            System.out.println("\n" + SplitText.table(split));
        }
        return split.failed() == 0 ? 0 : 1;
    }

    private void check() {
        if (weight.isPresent() && (weight.get() < 0 || weight.get() > 100)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--weight " + weight.get() + ": must be from 0 to 100, a share of 100 requests");
        }
        if (weight.isPresent() && to.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--weight needs --to: whose weight?");
        }
        if (requests < 0 || requests > Calls.MOST || rate < 1 || rate > Calls.FASTEST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--requests must be from 0 to %d, --rate from 1 to %d".formatted(Calls.MOST, Calls.FASTEST));
        }
    }

    /** @throws Failure when the route's other backend is not the one named */
    private Weights wanted(Weights now) throws Failure {
        if (!now.canary().equals(to.orElseThrow())) {
            throw new Failure("the route of %s divides its requests with %s, not with %s; nothing was changed."
                    .formatted(service, now.canary(), to.get()));
        }
        return now.withCanaryPercent(weight.orElseThrow());
    }

    private Calls calls() {
        return new Calls(service, follow ? Calls.MOST : requests, rate, !newConnections);
    }

    private Split split(Requests seen) throws IOException {
        var live = new LiveSplit(line -> say("  " + line));
        if (follow) {
            live.endWithCtrlC(split -> System.out.println("\n" + SplitText.table(split)));
        }
        return requests == 0 && !follow ? new Split() : seen.count(live);
    }

    private void say(String line) {
        if (!json) {
            System.out.println(line);
        }
    }

    private static String weightsText(Weights weights) {
        return String.format(
                Locale.ROOT,
                "%s %d : %s %d, so %s gets %.1f %% of the requests",
                weights.stable(),
                weights.stableWeight(),
                weights.canary(),
                weights.canaryWeight(),
                weights.canary(),
                weights.canaryShare() * 100);
    }
}

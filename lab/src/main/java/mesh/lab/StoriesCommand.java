package mesh.lab;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import mesh.lab.cluster.ClusterOptions;
import mesh.lab.cluster.PodTellers;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.story.Journey;
import mesh.lab.story.JourneyText;
import mesh.lab.story.Journeys;
import mesh.lab.story.StoryFollower;
import mesh.lab.story.Tellers;
import mesh.lab.story.Told;
import mesh.lab.view.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "stories",
        description = {
            "Tells what happened to recent connections: every step of both proxies on the way, with its time.",
            "In a cluster: of one pod, joined with what the proxies of its peers tell, as far as their nodes share a kernel,"
                    + " and so a clock.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh stories                  the last connections of all pods",
            "  ./mesh stories app-a --follow   those of app-a as they end; Ctrl-C stops",
            "  ./mesh stories app-a -n mesh-demo   those of a pod of that workload in the cluster",
            "",
            "What to learn: where the time goes. The two proxies share the kernel's clock, so their steps are on one"
                    + " scale. Let app-a make a slow call, and look for the 200 ms:",
            "  ./mesh exec app-a -- curl -s 'http://app-a:8080/call?path=/slow?ms=200'"
        })
final class StoriesCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Mixin
    ClusterOptions cluster;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "POD",
            description = "only connections of this pod; in a cluster, of a pod or workload")
    private Optional<String> pod = Optional.empty();

    @Option(names = "--last", paramLabel = "N", defaultValue = "5", description = "how many (${DEFAULT-VALUE})")
    private int last;

    @Option(names = "--follow", description = "go on as connections end")
    private boolean follow;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "for programs: one JSON object a line")
    private boolean json;

    /** A journey as JSON: what is not known is null. */
    record Line(Told outbound, Told inbound) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (last < 1) {
            throw new ParameterException(spec.commandLine(), "--last " + last + ": must be at least 1");
        }
        return cluster.areGiven() ? inCluster() : inLab();
    }

    private int inLab() throws IOException, InterruptedException {
        var mesh = RunningMesh.required("stories");
        mesh.pods(pod); // a pod that is not there is told before anything else
        var all = mesh.topology().pods().stream().map(ProxyAdmin::new).toList();
        return tell(
                () -> all,
                pod,
                new JourneyText(mesh.topology()::name)); // all: the other half of a journey is told elsewhere
    }

    private int inCluster() throws IOException, InterruptedException {
        if (pod.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "in a cluster: of which POD? `./mesh status` lists them");
        }
        try (var opened = cluster.open();
                var tellers = PodTellers.of(opened, pod.get())) {
            return tell(tellers, Optional.of(tellers.pod()), new JourneyText(tellers.addresses()::name));
        }
    }

    private int tell(Tellers tellers, Optional<String> of, JourneyText text) throws IOException, InterruptedException {
        if (follow) {
            return new StoryFollower(tellers, of, journey -> print(journey, text)).follow();
        }
        var journeys = Journeys.join(tellers.ask(1000)).stream()
                .filter(journey -> of.isEmpty() || journey.concerns(of.get()))
                .toList();
        journeys.subList(Math.max(0, journeys.size() - last), journeys.size()).forEach(journey -> print(journey, text));
        if (journeys.isEmpty() && !json) {
            System.out.println("no connection has ended yet; make one"
                    + (cluster.areGiven() ? "" : ": ./mesh exec app-a -- curl -s http://app-b:8080/"));
        }
        return 0;
    }

    private void print(Journey journey, JourneyText text) {
        System.out.println(
                json
                        ? Json.line(new Line(
                                journey.outbound().orElse(null),
                                journey.inbound().orElse(null)))
                        : text.of(journey) + "\n");
    }
}

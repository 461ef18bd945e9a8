package mesh.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.story.Journey;
import mesh.lab.story.JourneyText;
import mesh.lab.story.Journeys;
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
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh stories                  the last connections of all pods",
            "  ./mesh stories app-a --follow   those of app-a as they end; Ctrl-C stops",
            "",
            "What to learn: where the time goes. The two proxies share the kernel's clock, so their steps are on one"
                    + " scale. Let app-a make a slow call, and look for the 200 ms:",
            "  ./mesh exec app-a -- curl -s 'http://app-a:8080/call?path=/slow?ms=200'"
        })
final class StoriesCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Parameters(index = "0", arity = "0..1", paramLabel = "POD", description = "only connections of this pod")
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
        var mesh = RunningMesh.required("stories");
        mesh.pods(pod); // a pod that is not there is told before anything else
        if (follow) {
            return new StoryFollower(mesh, pod, this::print).follow();
        }
        var journeys = recent(mesh);
        journeys.subList(Math.max(0, journeys.size() - last), journeys.size()).forEach(journey -> print(mesh, journey));
        if (journeys.isEmpty() && !json) {
            System.out.println(
                    "no connection has ended yet; make one: ./mesh exec app-a -- curl -s http://app-b:8080/");
        }
        return 0;
    }

    /** From all proxies, whichever pod was asked for: the other half of a journey is told elsewhere. */
    private java.util.List<Journey> recent(RunningMesh mesh) throws IOException {
        var told = new ArrayList<Told>();
        for (var one : mesh.topology().pods()) {
            new ProxyAdmin(one).stories(0, 1000).all().forEach(story -> told.add(new Told(one.name(), story)));
        }
        return Journeys.join(told).stream()
                .filter(journey -> pod.isEmpty() || journey.concerns(pod.get()))
                .toList();
    }

    private void print(RunningMesh mesh, Journey journey) {
        System.out.println(
                json
                        ? Json.line(new Line(
                                journey.outbound().orElse(null),
                                journey.inbound().orElse(null)))
                        : new JourneyText(mesh.topology()::name).of(journey) + "\n");
    }
}

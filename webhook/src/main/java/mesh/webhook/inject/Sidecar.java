package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts into a pod what makes it meshed; each method gives a new pod. */
final class Sidecar {
    /** By it {@code kubectl logs} and {@code exec} know whom they are about when nobody says. */
    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    private Sidecar() {}

    static Pod into(Pod pod, Asked asked, InjectorSettings settings) {
        var init = new ArrayList<Container>();
        init.add(NetinitContainer.of(asked, settings));
        var main = new ArrayList<>(Containers.main(pod));
        if (asked.classic()) {
            main.addFirst(ProxyContainer.classic(pod, asked, settings));
        } else {
            init.add(ProxyContainer.nativeSidecar(pod, asked, settings));
        }
        if (asked.debug(settings)) {
            init.add(DebugContainer.of(settings));
        }
        init.addAll(Containers.init(pod));
        return new PodBuilder(pod)
                .editMetadata()
                .addToAnnotations(Annotation.INJECTED.key(), settings.version())
                .addToAnnotations(Scraping.of(pod))
                .addToAnnotations(asked.classic() ? defaultContainer(pod) : Map.of())
                .endMetadata()
                .editSpec()
                .withInitContainers(init)
                .withContainers(main)
                .addToVolumes(TokenVolume.create())
                .endSpec()
                .build();
    }

    /** The app's, as it was before ours became the first. */
    private static Map<String, String> defaultContainer(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        var said = annotations != null && annotations.containsKey(DEFAULT_CONTAINER);
        return said || Containers.main(pod).isEmpty()
                ? Map.of()
                : Map.of(DEFAULT_CONTAINER, Containers.main(pod).getFirst().getName());
    }

    /** Ours first, whatever others have put there since: only then is the network of all others ready. */
    static Pod inFront(Pod pod) {
        return with(pod, Containers.inOrder(Containers.init(pod)), Containers.inOrder(Containers.main(pod)));
    }

    /** What the pod is but for us. */
    static Pod outOf(Pod pod) {
        return with(pod, others(Containers.init(pod)), others(Containers.main(pod)));
    }

    /** Which of those are not there without which a pod is not meshed. */
    static List<String> missingIn(Pod pod) {
        var init = Containers.init(pod).stream().map(Container::getName).toList();
        var all = Containers.all(pod).map(Container::getName).toList();
        return Stream.concat(
                        Stream.of(Names.NETINIT).filter(name -> !init.contains(name)),
                        Stream.of(Names.PROXY).filter(name -> !all.contains(name)))
                .toList();
    }

    private static List<Container> others(List<Container> containers) {
        return containers.stream()
                .filter(container -> !Containers.isOurs(container))
                .toList();
    }

    private static Pod with(Pod pod, List<Container> init, List<Container> main) {
        return new PodBuilder(pod)
                .editSpec()
                .withInitContainers(init)
                .withContainers(main)
                .endSpec()
                .build();
    }
}

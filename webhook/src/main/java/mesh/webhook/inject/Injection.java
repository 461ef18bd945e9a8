package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a pod that is to be created. */
public sealed interface Injection {
    /** It has a proxy now. */
    record Injected(Pod pod, List<String> warnings) implements Injection {}

    /** It stays as it is. */
    record Left(String why, List<String> warnings) implements Injection {}

    /** It must not run so: it asks to be meshed and cannot be. */
    record Refused(List<String> reasons) implements Injection {}

    /**
     * Decides by the pod and by what its namespace says. Asked again about its own answer it changes nothing; asked after
     * others have put containers in front of ours, it puts ours in front again.
     *
     * @param namespaceAsks whether pods that say nothing themselves are to be meshed
     */
    static Injection of(Pod pod, boolean namespaceAsks, InjectorSettings settings) {
        var mistakes = Annotation.mistakesIn(pod.getMetadata().getAnnotations()).toList();
        if (!mistakes.isEmpty()) {
            return new Refused(mistakes);
        }
        var asked = Asked.by(pod);
        if (!asked.injection(namespaceAsks)) {
            return new Left("it does not ask", List.of());
        }
        if (asked.isInjected()) {
            return again(pod);
        }
        if (Obstacles.runsElsewhere(pod)) {
            return new Left("it runs on Windows", List.of("not meshed: it runs on Windows, which has no iptables"));
        }
        var obstacles = Obstacles.of(pod);
        return obstacles.isEmpty()
                ? new Injected(with(pod, asked, settings), Obstacles.warnings(pod, asked))
                : new Refused(obstacles);
    }

    private static Pod with(Pod pod, Asked asked, InjectorSettings settings) {
        var first = new ArrayList<Container>();
        first.add(NetinitContainer.of(asked, settings));
        var containers = new ArrayList<>(pod.getSpec().getContainers());
        if (asked.classic()) {
            containers.addFirst(ProxyContainer.classic(pod, asked, settings));
        } else {
            first.add(ProxyContainer.nativeSidecar(pod, asked, settings));
        }
        if (asked.debug(settings)) {
            first.add(DebugContainer.of(settings));
        }
        first.addAll(pod.getSpec().getInitContainers());
        return new PodBuilder(pod)
                .editMetadata()
                .addToAnnotations(Annotation.INJECTED.key(), settings.version())
                .addToAnnotations(Scraping.of(pod))
                .endMetadata()
                .editSpec()
                .withInitContainers(first)
                .withContainers(containers)
                .addToVolumes(TokenVolume.create())
                .endSpec()
                .build();
    }

    /** Ours come first still: only then is the network of all others ready. */
    private static Injection again(Pod pod) {
        var ordered = new ArrayList<Container>();
        pod.getSpec().getInitContainers().stream().filter(Injection::isOurs).forEach(ordered::add);
        if (ordered.isEmpty()) {
            return new Refused(List.of("annotation " + Annotation.INJECTED.key()
                    + " says that the pod has been injected, but it has no container " + Names.NETINIT
                    + ": without its rules the pod would not be meshed. Remove the annotation"));
        }
        pod.getSpec().getInitContainers().stream().filter(each -> !isOurs(each)).forEach(ordered::add);
        return ordered.equals(pod.getSpec().getInitContainers())
                ? new Left("it is injected already", List.of())
                : new Injected(
                        new PodBuilder(pod)
                                .editSpec()
                                .withInitContainers(ordered)
                                .endSpec()
                                .build(),
                        List.of());
    }

    private static boolean isOurs(Container container) {
        return Names.CONTAINERS.contains(container.getName());
    }
}

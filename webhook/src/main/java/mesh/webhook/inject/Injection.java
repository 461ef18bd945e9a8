package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Pod;
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
        if (isMirror(pod)) {
            return new Left("it mirrors a static pod, which the kubelet runs from a file of its node", List.of());
        }
        var asked = Asked.by(pod);
        var mistakes = asked.mistakes();
        if (!mistakes.isEmpty()) {
            return new Refused(mistakes);
        }
        if (!asked.injection(namespaceAsks)) {
            return new Left("it does not ask", List.of());
        }
        if (Obstacles.runsElsewhere(pod)) {
            return new Left("it runs on Windows", List.of("not meshed: it runs on Windows, which has no iptables"));
        }
        return asked.isInjected() ? again(pod) : first(pod, asked, settings);
    }

    private static Injection first(Pod pod, Asked asked, InjectorSettings settings) {
        var obstacles = Obstacles.of(pod);
        return obstacles.isEmpty()
                ? new Injected(Sidecar.into(pod, asked, settings), Obstacles.warnings(pod, asked))
                : new Refused(obstacles);
    }

    /** It was here before, by us or by {@code mesh inject}; others may have changed it since. */
    private static Injection again(Pod pod) {
        var missing = Sidecar.missingIn(pod);
        if (!missing.isEmpty()) {
            return new Refused(List.of("annotation " + Annotation.INJECTED.key()
                    + " says that the pod has been injected, but it has no container " + String.join(", ", missing)
                    + ": it would not be meshed. Remove the annotation, and it will be injected"));
        }
        var obstacles = Obstacles.of(Sidecar.outOf(pod));
        if (!obstacles.isEmpty()) {
            return new Refused(obstacles);
        }
        var ordered = Sidecar.inFront(pod);
        return Containers.all(ordered).toList().equals(Containers.all(pod).toList())
                ? new Left("it is injected already", List.of())
                : new Injected(ordered, List.of());
    }

    /** What is changed in a mirror does not change the pod. */
    private static boolean isMirror(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey("kubernetes.io/config.mirror");
    }
}

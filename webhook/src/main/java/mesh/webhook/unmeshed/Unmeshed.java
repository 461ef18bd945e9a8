package mesh.webhook.unmeshed;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.webhook.inject.Annotation;
import mesh.webhook.inject.Injection;
import mesh.webhook.inject.InjectorSettings;
import mesh.webhook.inject.Names;

/**
 * A running pod that is not meshed as it should be.
 *
 * @param reason why that is so, as far as it can be seen afterwards
 * @param remedy what to do; a command where there is one
 */
public record Unmeshed(Kind kind, String namespace, String pod, Owner owner, String reason, String remedy) {
    public enum Kind {
        /** It has no proxy: its traffic is not the mesh's. */
        WITHOUT_PROXY,
        /** It is said to be injected, and something of it is missing. */
        INCOMPLETE,
        /** Its proxy is of another version than new pods get. */
        OUTDATED
    }

    /** The kubelet's own pods, of files on the node. */
    private static final String STATIC_POD = "kubernetes.io/config.mirror";

    /** @return empty when the pod is as it should be: meshed, or not asking for it, or at its end */
    public static Optional<Unmeshed> of(Pod pod, Namespace namespace, String currentVersion) {
        var asking = Asking.of(namespace);
        var own = Annotation.INJECT.in(pod.getMetadata().getAnnotations());
        boolean asks = own.map("true"::equals).orElse(asking.asks());
        if (!asks || isEnding(pod)) {
            return Optional.empty();
        }
        var injected = Annotation.INJECTED.in(pod.getMetadata().getAnnotations());
        return injected.isPresent()
                ? injected(pod, injected.get(), currentVersion)
                : Optional.of(without(pod, asking, own.isPresent(), currentVersion));
    }

    private static boolean isEnding(Pod pod) {
        var phase =
                pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
        return pod.getMetadata().getDeletionTimestamp() != null
                || List.of("Succeeded", "Failed").contains(phase);
    }

    private static Optional<Unmeshed> injected(Pod pod, String version, String currentVersion) {
        var missing = Stream.of(Names.NETINIT, Names.PROXY)
                .filter(name -> !has(pod, name))
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(new Unmeshed(
                    Kind.INCOMPLETE,
                    pod,
                    "annotation %s says %s, but there is no container %s: that annotation was written by hand, or the"
                                    .formatted(Annotation.INJECTED.key(), version, String.join(" and no ", missing))
                            + " container taken out of an injected manifest",
                    "remove the annotation from the template of " + Owner.of(pod)));
        }
        return version.equals(currentVersion)
                ? Optional.empty()
                : Optional.of(new Unmeshed(
                        Kind.OUTDATED,
                        pod,
                        "its proxy is of version %s; new pods get %s".formatted(version, currentVersion),
                        restart(pod)));
    }

    private static boolean has(Pod pod, String container) {
        return Stream.of(pod.getSpec().getInitContainers(), pod.getSpec().getContainers())
                .flatMap(List::stream)
                .map(Container::getName)
                .anyMatch(container::equals);
    }

    private static Unmeshed without(Pod pod, Asking asking, boolean asksItself, String currentVersion) {
        var namespace = pod.getMetadata().getNamespace();
        if (Asking.isLeftOut(namespace)) {
            return cannot(
                    pod,
                    "namespace " + namespace + " is left out by the webhook, so that the cluster can start without it");
        }
        if (isStatic(pod)) {
            return cannot(pod, "it is a static pod, which the kubelet makes without asking anybody");
        }
        return switch (asItWouldBeNow(pod, asking, currentVersion)) {
            case Injection.Refused(var reasons) -> cannot(pod, String.join("; ", reasons));
            case Injection.Left(var why, var _) -> cannot(pod, why);
            case Injection.Injected _ -> unseen(pod, asking, asksItself);
        };
    }

    private static boolean isStatic(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(STATIC_POD);
    }

    /** What the webhook would say today: a reason against it was one then, too. */
    private static Injection asItWouldBeNow(Pod pod, Asking asking, String version) {
        return Injection.of(pod, asking.asks(), new InjectorSettings(version, "", "", "", "", "", false));
    }

    private static Unmeshed cannot(Pod pod, String why) {
        return new Unmeshed(
                Kind.WITHOUT_PROXY,
                pod,
                "it cannot be meshed as it is: " + why,
                "change that in %s, or say %s: \"false\" on the pod".formatted(Owner.of(pod), Annotation.INJECT.key()));
    }

    private static Unmeshed unseen(Pod pod, Asking asking, boolean asksItself) {
        var namespace = pod.getMetadata().getNamespace();
        if (!asksItself && !asking.labelled()) {
            return new Unmeshed(
                    Kind.WITHOUT_PROXY,
                    pod,
                    "namespace %s asks by its annotation and has no label %s: only labelled namespaces are seen by the webhook"
                            .formatted(namespace, Annotation.INJECT.key()),
                    "kubectl label namespace %s %s=true --overwrite; then %s"
                            .formatted(namespace, Annotation.INJECT.key(), restart(pod)));
        }
        return new Unmeshed(Kind.WITHOUT_PROXY, pod, whyUnseen(pod, asking, asksItself), restart(pod));
    }

    private static String whyUnseen(Pod pod, Asking asking, boolean asksItself) {
        var created = pod.getMetadata().getCreationTimestamp();
        if (asksItself) {
            return "the webhook did not see it when it was created, %s: its annotation was added later, or the webhook was not installed or did not answer"
                    .formatted(created);
        }
        var before = asking.since()
                .filter(since -> created != null && Instant.parse(created).isBefore(since));
        return before.isPresent()
                ? "it was created %s, before its namespace asked for it, %s".formatted(created, before.get())
                : "the webhook did not see it when it was created, %s: it was not installed or did not answer, or the namespace did not ask yet"
                        .formatted(created);
    }

    private static String restart(Pod pod) {
        return Owner.of(pod).restart(pod.getMetadata().getNamespace());
    }

    private Unmeshed(Kind kind, Pod pod, String reason, String remedy) {
        this(kind, pod.getMetadata().getNamespace(), pod.getMetadata().getName(), Owner.of(pod), reason, remedy);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return "Pod %s/%s (%s): %s. %s".formatted(namespace, pod, owner, reason, remedy);
    }
}

package mesh.lab.cluster.check;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import mesh.lab.cluster.Cluster;
import mesh.lab.cluster.MeshedPod;
import mesh.webhook.unmeshed.Unmeshed;

/** Pods that should be meshed and are not, or not as new ones are. */
final class UnmeshedPods implements Check {
    private static final int NAMED = 3; // pods of a finding; the rest is a number

    @Override
    public String subject() {
        return "which pods are meshed";
    }

    @Override
    public void look(Cluster cluster, Checkup checkup) throws IOException {
        var namespaces = cluster.ask(client -> client.namespaces().list().getItems()).stream()
                .collect(Collectors.toMap(namespace -> namespace.getMetadata().getName(), namespace -> namespace));
        var pods = cluster.ask(client -> client.pods().inAnyNamespace().list().getItems());
        var version = Admission.version(cluster);
        var unmeshed = pods.stream()
                .filter(pod -> namespaces.containsKey(namespace(pod))) // else it was made in between
                .flatMap(
                        pod -> Unmeshed.of(
                                pod,
                                namespaces.get(namespace(pod)),
                                version.or(new MeshedPod(pod)::injected).orElse(""))
                                .stream())
                .toList();
        checkup.fact(
                "meshed pods",
                String.valueOf(pods.stream().filter(MeshedPod::is).count()));
        var alike = new LinkedHashMap<List<Object>, List<Unmeshed>>();
        for (var one : unmeshed) {
            alike.computeIfAbsent(
                            List.of(one.kind(), one.namespace(), one.owner(), one.remedy()), _ -> new ArrayList<>())
                    .add(one);
        }
        alike.values().forEach(each -> finding(each, checkup));
    }

    private static String namespace(HasMetadata object) {
        return object.getMetadata().getNamespace();
    }

    private static void finding(List<Unmeshed> alike, Checkup checkup) {
        var first = alike.getFirst();
        var names = alike.stream().limit(NAMED).map(Unmeshed::pod).collect(Collectors.joining(", "))
                + (alike.size() > NAMED ? " and %d more".formatted(alike.size() - NAMED) : "");
        var what = switch (first.kind()) {
            case WITHOUT_PROXY -> "not meshed";
            case INCOMPLETE -> "meshed by half";
            case OUTDATED -> "with a proxy of another version";
        };
        checkup.finding(
                "%s in namespace %s: %s %s".formatted(first.owner(), first.namespace(), names, what),
                first.reason(),
                first.remedy());
    }
}

package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A pod's containers, and which of them are ours. A manifest may say null where it means none. */
final class Containers {
    private Containers() {}

    static List<Container> init(Pod pod) {
        return none(pod.getSpec().getInitContainers());
    }

    static List<Container> main(Pod pod) {
        return none(pod.getSpec().getContainers());
    }

    static Stream<Container> all(Pod pod) {
        return Stream.concat(init(pod).stream(), main(pod).stream());
    }

    static boolean isOurs(Container container) {
        return rank(container) < Names.CONTAINERS.size();
    }

    /** Ours before all others, in the order in which they start; the others as they are. */
    static List<Container> inOrder(List<Container> containers) {
        return containers.stream()
                .sorted(Comparator.comparingInt(Containers::rank))
                .toList();
    }

    private static int rank(Container container) {
        int index = container.getName() == null ? -1 : Names.CONTAINERS.indexOf(container.getName());
        return index < 0 ? Names.CONTAINERS.size() : index;
    }

    static <T> List<T> none(List<T> list) {
        return list == null ? List.of() : list;
    }
}

package mesh.proxy.route;

import java.util.List;
import java.util.stream.Collectors;
import mesh.proxy.cluster.ServiceName;

/** A version of the mesh that cannot be used as it was told; nothing of it is. */
public final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** @param reason what is wrong and what to do, for people */
    public record Problem(ServiceName service, String reason) {}

    UnusableException(List<Problem> problems) {
        super(problems.stream().map(it -> it.service() + ": " + it.reason()).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** No single service is to blame. */
    public UnusableException(String reason) {
        super(reason);
        this.problems = List.of(new Problem(new ServiceName("", ""), reason));
    }

    public List<Problem> problems() {
        return problems;
    }
}

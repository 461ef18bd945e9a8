package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.regex.Pattern;
import mesh.controlplane.catalog.Problem;

/** Why a resource cannot be read at the moment. */
record Trouble(Kind kind, String reason) {
    enum Kind {
        /** The cluster does not know it: its CRD is not installed. */
        ABSENT,
        /** We may not read it. */
        FORBIDDEN,
        /** Anything else: mostly an API server that is away. */
        OUT_OF_REACH
    }

    /** How the API server's authorisers say no. */
    private static final Pattern NO = Pattern.compile("User \"([^\"]*)\" cannot (\\S+) resource");

    static Trouble of(Resource resource, Throwable failure) {
        var answer = answer(failure);
        return switch (answer.map(KubernetesClientException::getCode).orElse(0)) {
            case HttpURLConnection.HTTP_NOT_FOUND -> absent(resource);
            case HttpURLConnection.HTTP_FORBIDDEN ->
                forbidden(resource, String.valueOf(answer.orElseThrow().getMessage()));
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                new Trouble(
                        Kind.FORBIDDEN,
                        "the API server does not accept our credentials (401): the token or certificate is not of this"
                                + " cluster, or has expired");
            default -> new Trouble(Kind.OUT_OF_REACH, "cannot be read, and stays as it was: " + root(failure));
        };
    }

    /** The outermost that carries the API server's answer. */
    private static Optional<KubernetesClientException> answer(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException answer && answer.getCode() != 0) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    private static Trouble absent(Resource resource) {
        return new Trouble(
                Kind.ABSENT,
                "the cluster does not know it, so there is none; it is used as soon as its CRD is installed: kubectl get crd "
                        + resource.fullName());
    }

    private static Trouble forbidden(Resource resource, String answer) {
        var no = NO.matcher(answer);
        boolean found = no.find();
        var who = found ? account(no.group(1)) : "this account";
        var verb = found ? no.group(2) : "read";
        return new Trouble(
                Kind.FORBIDDEN,
                "%s may not %s %s in all namespaces (403): its ClusterRole must allow get, list and watch of it"
                        .formatted(who, verb, resource.fullName()));
    }

    private static String account(String user) {
        return user.startsWith("system:serviceaccount:")
                ? "ServiceAccount "
                        + user.substring("system:serviceaccount:".length()).replace(':', '/')
                : "user " + user;
    }

    static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            if (cause instanceof ConnectException) { // what is behind it says less
                return "the API server does not accept connections";
            }
            cause = cause.getCause();
        }
        var message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /** An API server that is away fails in many ways, one after another; the first is told. */
    boolean continues(Trouble before) {
        return kind == Kind.OUT_OF_REACH && before.kind == Kind.OUT_OF_REACH;
    }

    Problem of(Resource resource) {
        return new Problem(resource.fullName(), 0, reason);
    }
}

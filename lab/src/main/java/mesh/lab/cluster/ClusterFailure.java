package mesh.lab.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import mesh.lab.view.Failure;

/** What the API server refused, or why it does not answer, for people. */
final class ClusterFailure {
    /** How the API server's authorisers say no: staging/src/k8s.io/apimachinery/pkg/api/errors. */
    private static final Pattern NO = Pattern.compile(
            "User \"([^\"]*)\" cannot (\\S+) resource \"([^\"]*)\" in API group \"([^\"]*)\"(?: in the namespace \"([^\"]*)\")?");

    private ClusterFailure() {}

    static Failure of(KubernetesClientException e, String url) {
        return new Failure(text(e, url), e);
    }

    static boolean isForbidden(Throwable failure) {
        return answer(failure)
                .map(answer -> answer.getCode() == HttpURLConnection.HTTP_FORBIDDEN)
                .orElse(false);
    }

    static boolean isNotFound(Throwable failure) {
        return answer(failure)
                .map(answer -> answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND)
                .orElse(false);
    }

    private static String text(KubernetesClientException e, String url) {
        var answer = answer(e);
        return switch (answer.map(KubernetesClientException::getCode).orElse(0)) {
            case HttpURLConnection.HTTP_FORBIDDEN -> forbidden(words(answer.orElseThrow()));
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "the API server at %s does not accept the kubeconfig's credentials (401): they are another cluster's, or have expired"
                        .formatted(url);
            case 0 ->
                "the API server at %s does not answer: %s. Does the cluster run? `kubectl cluster-info` asks it too."
                        .formatted(url, root(e));
            default -> "the API server at %s refuses: %s".formatted(url, words(answer.orElseThrow()));
        };
    }

    /** {@code you (jane) may not list pods in namespace a}, with the way to allow it. */
    private static String forbidden(String words) {
        var no = NO.matcher(words);
        if (!no.find()) {
            return "this is not allowed to you (403): " + words;
        }
        var resource = no.group(3) + (no.group(4).isEmpty() ? "" : "." + no.group(4));
        var where = no.group(5) == null ? "in the whole cluster" : "in namespace " + no.group(5);
        var scope = no.group(5) == null ? "--all-namespaces" : "-n " + no.group(5);
        return "%s may not %s %s %s (403): ask whoever runs the cluster for a Role that allows it; `kubectl auth can-i %s %s %s` tells whether it does"
                .formatted(no.group(1), no.group(2), resource, where, no.group(2), resource, scope);
    }

    private static String words(KubernetesClientException answer) {
        var status = answer.getStatus();
        return status == null || status.getMessage() == null ? answer.getMessage() : status.getMessage();
    }

    /** The outermost that carries the API server's answer; without one the library's code is 0 or that of its own. */
    private static Optional<KubernetesClientException> answer(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException answer && answer.getStatus() != null) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            if (cause instanceof java.net.ConnectException) { // what is behind it says less
                return "it does not accept connections";
            }
            cause = cause.getCause();
        }
        var message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                : message;
    }
}

package mesh.webhook.admission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import mesh.webhook.inject.Annotation;
import mesh.webhook.inject.InjectorSettings;

/**
 * The pages that the API server calls. A question that cannot be read is answered with an HTTP error, and so is a
 * failure of ours: then the API server does what the entry's failurePolicy says, as when nobody answers.
 */
public final class AdmissionPages {
    private static final String PAGES =
            "POST /mutate, /mutate/namespaced and /validate, an AdmissionReview as application/json";
    private static final String MUTATE = "/mutate";

    /** Called for pods whose namespace asks: the configuration's selector has seen to that, so nobody looks it up. */
    private static final String MUTATE_NAMESPACED = "/mutate/namespaced";

    private static final String VALIDATE = "/validate";

    private final Mutation mutation;
    private final Decisions decisions;
    private final Turns turns = new Turns();

    public AdmissionPages(InjectorSettings settings, Decisions decisions) {
        this.mutation = new Mutation(settings);
        this.decisions = decisions;
    }

    /** Does once what each review needs. Else the first pod of a new webhook would wait for a second. */
    public void warmUp() {
        var metadata = JsonNodeFactory.instance.objectNode();
        metadata.putObject("annotations").put(Annotation.INJECT.key(), "true");
        var pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod").set("metadata", metadata.put("name", "nobody"));
        pod.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "app")
                .put("image", "app");
        var review = new Review("", "CREATE", "Pod", "", "", true, pod, null);
        mutation.of(review, false).toJson("");
    }

    public void describe(HttpRouting.Builder routing) {
        routing.post(MUTATE, mutate(false))
                .post(MUTATE_NAMESPACED, mutate(true))
                .post(VALIDATE, (request, response) -> answer("validate", request, response, Validation::of))
                .any(MUTATE, AdmissionPages::wrongMethod)
                .any(MUTATE_NAMESPACED, AdmissionPages::wrongMethod)
                .any(VALIDATE, AdmissionPages::wrongMethod)
                .any((request, response) -> refuse(response, Status.NOT_FOUND_404, "no such page; there are " + PAGES));
    }

    private Handler mutate(boolean namespaceAsks) {
        return (request, response) -> answer("mutate", request, response, review -> mutation.of(review, namespaceAsks));
    }

    private void answer(String page, ServerRequest request, ServerResponse response, Function<Review, Verdict> judge) {
        long began = System.nanoTime();
        if (!isJson(request)) {
            refuse(response, Status.UNSUPPORTED_MEDIA_TYPE_415, "Content-Type must be application/json: " + PAGES);
            decisions.unreadable(page, "no JSON");
            return;
        }
        long announced = request.headers().contentLength().orElse(Long.MAX_VALUE);
        boolean given = turns.take(announced, () -> body(request), body -> answer(page, body, response, judge, began));
        if (!given) {
            refuse(response, Status.SERVICE_UNAVAILABLE_503, "other large objects are being looked at; ask again");
            decisions.unreadable(page, "no turn in time");
        }
    }

    private void answer(
            String page, byte[] body, ServerResponse response, Function<Review, Verdict> judge, long began) {
        try {
            var review = Review.read(body);
            var verdict = judged(review, judge);
            if (verdict.outcome().equals("error")) {
                refuse(response, Status.INTERNAL_SERVER_ERROR_500, verdict.why());
            } else {
                response.header(HeaderNames.CONTENT_TYPE, "application/json").send(verdict.toJson(review.uid()));
            }
            decisions.took(page, review, verdict, System.nanoTime() - began);
        } catch (Review.Malformed e) {
            refuse(response, Status.BAD_REQUEST_400, e.getMessage());
            decisions.unreadable(page, e.getMessage());
        }
    }

    /** Helidon has no bytes for a request without any. */
    private static byte[] body(ServerRequest request) {
        return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    }

    private static boolean isJson(ServerRequest request) {
        return request.headers()
                .contentType()
                .map(HttpMediaType::text)
                .filter(type -> type.split(";", 2)[0].strip().equalsIgnoreCase("application/json"))
                .isPresent();
    }

    /** A pod that breaks our code must not take the webhook with it. */
    private Verdict judged(Review review, Function<Review, Verdict> judge) {
        try {
            return judge.apply(review);
        } catch (RuntimeException e) {
            decisions.failed(review, e);
            return Verdict.error("an error of the webhook's own, please report it: " + e);
        }
    }

    private static void wrongMethod(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.ALLOW, "POST");
        refuse(
                response,
                Status.METHOD_NOT_ALLOWED_405,
                request.prologue().method().text() + " is not accepted: " + PAGES);
    }

    private static void refuse(ServerResponse response, Status status, String why) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send((why + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

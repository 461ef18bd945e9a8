package mesh.bench.admission;

import java.io.IOException;
import java.time.Duration;
import mesh.bench.controlplane.Delays;

/**
 * One kind of pod.
 *
 * @param questionBytes of one review
 * @param delays at the steady rate
 * @param cpu of the webhook for one review at that rate
 * @param fastest reviews a second at full speed, on a machine that the asking side shares
 */
record Measured(int questionBytes, Delays delays, Duration cpu, double fastest) {
    static final int A_SECOND = 50;

    static Measured of(Pods pods, Duration time, Asker asker, WebhookProcess webhook)
            throws IOException, InterruptedException {
        var review = pods.review();
        asker.steadily(review, A_SECOND, time.dividedBy(3)); // the compilers of both sides
        var before = webhook.usage();
        var delays = asker.steadily(review, A_SECOND, time);
        var after = webhook.usage();
        return new Measured(
                review.length,
                delays,
                after.cpu().minus(before.cpu()).dividedBy(A_SECOND * time.toSeconds()),
                asker.asFastAsPossible(review, time.dividedBy(6)));
    }
}

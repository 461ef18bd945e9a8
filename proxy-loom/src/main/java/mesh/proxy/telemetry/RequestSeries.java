package mesh.proxy.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** All that is counted of one pair of workloads. Looks each series up once: to find one by its labels is what costs. */
final class RequestSeries {
    static final String[] ANSWER_LABELS = Stream.concat(Arrays.stream(Parties.LABELS), Stream.of("status", "outcome"))
            .toArray(String[]::new);

    private static final String[] STATUS = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final RequestMetrics.Families families;
    private final String[] labels;
    private final Map<RequestOutcome, CounterDataPoint[]> answers = new EnumMap<>(RequestOutcome.class);
    private final DistributionDataPoint duration;
    private final CounterDataPoint requestBytes;
    private final CounterDataPoint responseBytes;
    private final CounterDataPoint retries;
    private long latestNanos;

    RequestSeries(RequestMetrics.Families families, Parties parties) {
        this.families = families;
        this.labels = parties.labels();
        this.duration = families.duration().labelValues(labels);
        this.requestBytes = families.requestBytes().labelValues(labels);
        this.responseBytes = families.responseBytes().labelValues(labels);
        this.retries = families.retries().labelValues(labels);
    }

    void count(HopEvent.Exchanged event) {
        var exchange = event.exchange();
        latestNanos = event.nanos();
        answers(statusClass(exchange.status()), RequestOutcome.of(exchange)).inc();
        if (!exchange.isTunnel()) { // a WebSocket that was open for a day is no slow request
            duration.observe((event.nanos() - exchange.startedNanos()) / 1e9);
        }
        requestBytes.inc((double) exchange.requestBytes());
        responseBytes.inc((double) exchange.responseBytes());
        retries.inc(Math.max(0, exchange.tries() - 1));
    }

    /** When its latest request ended. */
    long latestNanos() {
        return latestNanos;
    }

    /** Takes all its series out of the metrics. */
    void forget() {
        families.duration().remove(labels);
        families.requestBytes().remove(labels);
        families.responseBytes().remove(labels);
        families.retries().remove(labels);
        for (var outcome : answers.keySet()) {
            for (int status = 0; status < STATUS.length; status++) {
                families.requests().remove(answerLabels(status, outcome));
            }
        }
    }

    private CounterDataPoint answers(int status, RequestOutcome outcome) {
        var known = answers.computeIfAbsent(outcome, _ -> new CounterDataPoint[STATUS.length]);
        if (known[status] == null) {
            known[status] = families.requests().labelValues(answerLabels(status, outcome));
        }
        return known[status];
    }

    private String[] answerLabels(int status, RequestOutcome outcome) {
        var all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = STATUS[status];
        all[labels.length + 1] = outcome.label();
        return all;
    }

    /** An upstream may answer 999: that is its fault, and counts as one of the server's. */
    private static int statusClass(int status) {
        return Math.min(status / 100, STATUS.length - 1);
    }
}

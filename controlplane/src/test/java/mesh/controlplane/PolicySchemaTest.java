package mesh.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mesh.controlplane.catalog.ManifestException;
import mesh.controlplane.catalog.Manifests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of TrafficPolicy and our reader refuse the same: an author hears of it at once, in the same words. */
class PolicySchemaTest {
    private static Cluster cluster;

    @BeforeAll
    @Timeout(value = 25, unit = TimeUnit.MINUTES) // on a new machine its programs are built first
    static void startApiServer() throws Exception {
        cluster = Cluster.start(26_743);
    }

    @AfterAll
    static void stopApiServer() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{slowStart: 0s}",
                "{slowStart: 24h}",
                "{slowStart: 1h30m20s500ms}",
                "{slowStart: 5m5m}",
                "{balancing: PeakEWMA}",
                "{balancing: LeastRequest}",
                "{outlierDetection: {}}",
                "{outlierDetection: {consecutiveFailures: 0}}",
                "{outlierDetection: {consecutiveFailures: 1000000, baseEjection: 1ms, maxEjectionPercent: 100}}",
                "{outlierDetection: {baseEjection: 10s}}",
                "{outlierDetection: {maxEjectionPercent: 0}}",
                "{limits: {}}",
                "{limits: {maxConnections: 1, maxPendingRequests: 1000000, maxRequests: 5}}",
                "{retryBudget: {percent: 0, minRetriesPerSecond: 0}}",
                "{retryBudget: {percent: 100, minRetriesPerSecond: 1000000}}",
                "{targetRef: {name: app-b}}",
                "{targetRef: {kind: Service, group: '', name: a.b-c}}",
            })
    void whatIsRightForOneIsRightForBoth(String spec) {
        assertEquals(Optional.empty(), reader(spec));
        assertEquals(Optional.empty(), apiServer(spec));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {slowStart: soon}                                            | spec.slowStart | is no duration: write 500ms, 10s, 5m or 1h30m
            {slowStart: ''}                                              | spec.slowStart | is no duration
            {slowStart: -5s}                                             | spec.slowStart | is no duration
            {slowStart: 1.5s}                                            | spec.slowStart | is no duration
            {slowStart: 1s1s1s1s1s}                                      | spec.slowStart | is no duration
            {slowStart: 100000s}                                         | spec.slowStart | is no duration
            {slowStart: 24h1ms}                                          | spec.slowStart | is above the most, 24h
            {slowStart: 99999h99999h99999h99999h}                        | spec.slowStart | is above the most, 24h
            {balancing: Random}                                          | spec.balancing | PeakEWMA
            {balancing: ''}                                              | spec.balancing | PeakEWMA
            {outlierDetection: {consecutiveFailures: -1}}                | spec.outlierDetection.consecutiveFailures | 0
            {outlierDetection: {consecutiveFailures: 1000001}}           | spec.outlierDetection.consecutiveFailures | 1000000
            {outlierDetection: {baseEjection: 0s}}                       | spec.outlierDetection.baseEjection | must be above 0; to eject nobody, write consecutiveFailures: 0
            {outlierDetection: {baseEjection: 0h0ms}}                    | spec.outlierDetection.baseEjection | must be above 0
            {outlierDetection: {baseEjection: 25h}}                      | spec.outlierDetection.baseEjection | is above the most, 24h
            {outlierDetection: {baseEjection: 5}}                        | spec.outlierDetection.baseEjection |
            {outlierDetection: {maxEjectionPercent: 101}}                | spec.outlierDetection.maxEjectionPercent | 100
            {outlierDetection: {consecutiveFailures: 0, baseEjection: 1s}}        | spec.outlierDetection | turns this off
            {outlierDetection: {consecutiveFailures: 0, maxEjectionPercent: 10}}  | spec.outlierDetection | turns this off
            {outlierDetection: {interval: 1s}}                           | spec.outlierDetection.interval | unknown field
            {limits: {maxConnections: 0}}                                | spec.limits.maxConnections | 1
            {limits: {maxPendingRequests: 1000001}}                      | spec.limits.maxPendingRequests | 1000000
            {limits: {maxRequests: many}}                                | spec.limits.maxRequests |
            {limits: {maxRequests: 1.5}}                                 | spec.limits.maxRequests |
            {limits: []}                                                 | spec.limits |
            {retryBudget: {percent: 101}}                                | spec.retryBudget.percent | 100
            {retryBudget: {minRetriesPerSecond: -1}}                     | spec.retryBudget.minRetriesPerSecond | 0
            {faults: {}}                                                 | spec.faults | unknown field
            {targetRef: {kind: Service}}                                 | spec.targetRef.name |
            {targetRef: {name: ''}}                                      | spec.targetRef.name |
            {targetRef: {name: App_B}}                                   | spec.targetRef.name | is no name: lower-case letters, digits, '-' and '.'
            {targetRef: {name: -app}}                                    | spec.targetRef.name | is no name
            {targetRef: {name: app, kind: Gateway}}                      | spec.targetRef.kind | Service
            {targetRef: {name: app, group: apps}}                        | spec.targetRef.group |
            {targetRef: {name: app, namespace: other}}                   | spec.targetRef.namespace | unknown field
            {targetRef: app}                                             | spec.targetRef |
            """)
    void whatIsWrongForOneIsWrongForBothAndBothSayWhere(String spec, String field, String message) {
        for (var said : List.of(reader(spec), apiServer(spec))) {
            assertTrue(said.isPresent(), () -> spec + " is let pass");
            assertTrue(said.get().contains(field), said::get);
            assertTrue(message == null || said.get().contains(message), said::get);
        }
    }

    /** @return why it refuses */
    private static Optional<String> reader(String spec) {
        try {
            @SuppressWarnings("unchecked") // YAML as JSON
            Map<String, Object> object =
                    cluster.client().getKubernetesSerialization().unmarshal(policy(spec), Map.class);
            Manifests.read(object);
            return Optional.empty();
        } catch (ManifestException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> apiServer(String spec) {
        try {
            cluster.create(policy(spec));
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(e.getMessage());
        } finally {
            cluster.clean();
        }
    }

    private static String policy(String spec) {
        var target = spec.contains("targetRef") ? "" : "targetRef: {name: app-b}" + (spec.equals("{}") ? "" : ", ");
        return """
                apiVersion: diymesh.dev/v1alpha1
                kind: TrafficPolicy
                metadata: {name: app-b, namespace: shop}
                spec: {%s%s
                """.formatted(target, spec.substring(1));
    }
}

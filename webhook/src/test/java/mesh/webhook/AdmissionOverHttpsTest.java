package mesh.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server, or anybody else who finds the port, is answered; and that the webhook lives on after each. */
class AdmissionOverHttpsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";

    @TempDir
    private static Path folder;

    private static RunningWebhook webhook;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        webhook = RunningWebhook.start(folder);
        client = client(new SSLParameters());
    }

    private static HttpClient client(SSLParameters parameters) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(webhook.certificate().trusted())
                .sslParameters(parameters)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        webhook.close();
    }

    /** Whatever came before. */
    @AfterEach
    void itStillAnswers() throws Exception {
        assertTrue(answer("/mutate", "{}", "{}").path("allowed").asBoolean());
    }

    @Test
    void aPodThatAsksIsPatched() throws Exception {
        var answer = answer(
                "/mutate", "{'annotations':{'diy-service-mesh/inject':'true'}}", "{'containers':[{'name':'a'}]}");
        assertEquals("7", answer.path("uid").asText());
        assertTrue(answer.path("allowed").asBoolean());
        assertEquals("JSONPatch", answer.path("patchType").asText());
        var patch = new String(Base64.getDecoder().decode(answer.path("patch").asText()), StandardCharsets.UTF_8);
        assertTrue(JSON.readTree(patch).isArray() && patch.contains("mesh-netinit"), patch);
    }

    @Test
    void thePathSaysWhetherTheNamespaceAsks() throws Exception {
        assertTrue(answer("/mutate", "{}", "{}").path("patch").isMissingNode());
        assertTrue(answer("/mutate/namespaced", "{}", "{}").has("patch"));
    }

    @Test
    void aRefusalSaysWhyAndWhoSaysSo() throws Exception {
        var answer = answer("/mutate", "{'annotations':{'diy-service-mesh/inject':'☃'}}", "{}");
        assertEquals(false, answer.path("allowed").asBoolean());
        assertEquals(422, answer.path("status").path("code").asInt());
        assertEquals(
                "diy-service-mesh: annotation diy-service-mesh/inject: '☃' is not accepted; write one of [true, false]",
                answer.path("status").path("message").asText());
    }

    @Test
    void annotationsOfTheGreatestSizeAreNoTrouble() throws Exception {
        var value = "x".repeat(255 * 1024);
        assertTrue(answer("/mutate", "{'annotations':{'diy-service-mesh/inject':'true','note':'" + value + "'}}", "{}")
                .has("patch"));
        var refused = answer("/mutate", "{'annotations':{'diy-service-mesh/inject':'" + value + "'}}", "{}");
        assertTrue(refused.path("status").path("message").asText().length() < 500, refused::toString);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "~~ | the body is empty",
                "not json | the body is no JSON",
                "{ | the body is no JSON",
                "{} {} | the body is no JSON",
                "null | it is no JSON object",
                "[] | it is no JSON object",
                "7 | it is no JSON object",
                "\"AdmissionReview\" | it is no JSON object",
                "{} | kind is ''; expected AdmissionReview",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"} | kind is 'Pod'",
                "{\"kind\":null} | kind is 'null'",
                "{\"kind\":{}} | kind is ''",
                "{\"kind\":\"AdmissionReview\"} | apiVersion is ''; accepted: admission.k8s.io/v1",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1beta1\"} | accepted: admission.k8s.io/v1",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\"} | it has no request",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"response\":{}} | it has no request",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":[]} | it has no request",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{}} | request.uid is missing",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":\"1\"}}"
                        + " | request.operation is missing",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":\"1\","
                        + "\"operation\":\"CREATE\"}} | request.kind is missing",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":\"1\","
                        + "\"operation\":\"CREATE\",\"kind\":{\"kind\":\"Pod\"},\"object\":7}} | request.object is no object",
            })
    void whatIsNoReviewIsTold(String body, String message) throws Exception {
        for (var page : new String[] {"/mutate", "/mutate/namespaced", "/validate"}) {
            assertAnswer(400, message, post(page, JSON_TYPE, body));
        }
    }

    @Test
    void bytesThatAreNoTextAndJsonAsDeepAsAWellAreTold() throws Exception {
        var noise = new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, (byte) 0x80};
        assertAnswer(400, "no JSON", post("/mutate", JSON_TYPE, BodyPublishers.ofByteArray(noise)));
        assertAnswer(400, "no JSON", post("/mutate", JSON_TYPE, "[".repeat(100_000)));
        assertAnswer(400, "no JSON", post("/mutate", JSON_TYPE, "{\"a\":".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "\"\"",
                "[]",
                "[null]",
                "[7]",
                "{\"a\":1}",
                "null",
                "true",
                "[{\"name\":null}]",
                "[{\"name\":\"\",\"ports\":[{}]}]",
                "[{\"ports\":[null]}]",
                "[{\"securityContext\":{\"runAsUser\":\"x\"}}]",
                "[{\"securityContext\":{\"runAsUser\":1e99}}]",
                "[{\"env\":{}}]",
                "[{\"name\":{}}]"
            })
    void aPodOfAnyShapeIsAnsweredWithAVerdict(String containers) throws Exception {
        var answer = answer(
                "/mutate",
                "{'annotations':{'diy-service-mesh/inject':'true'}}",
                "{'containers':" + containers + ",'initContainers':" + containers + "}");
        var message = answer.path("status").path("message").asText("");
        assertTrue(answer.path("allowed").asBoolean() || !message.isEmpty(), answer::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        for (var page : new String[] {"/mutate", "/mutate/namespaced", "/validate"}) {
            var response = client.send(
                    HttpRequest.newBuilder(webhook.https(page))
                            .method(method, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(405, response.statusCode(), page);
            assertEquals("POST", response.headers().firstValue("Allow").orElse(""), page);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/yaml", "application/jsonx", "application/x-www-form-urlencoded"})
    void otherMediaTypesAreNotSupported(String type) throws Exception {
        assertAnswer(415, "application/json", post("/mutate", type, "{}"));
    }

    @Test
    void aBodyWithoutATypeIsNotSupportedAndOneWithACharsetIs() throws Exception {
        var untyped = HttpRequest.newBuilder(webhook.https("/mutate")).POST(BodyPublishers.ofString("{}"));
        assertAnswer(415, "application/json", client.send(untyped.build(), BodyHandlers.ofString()));
        assertAnswer(400, "kind is ''", post("/mutate", "Application/JSON; charset=utf-8", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/mutate/", "/mutate/x", "/inject", "/metrics", "/../mutate"})
    void otherPagesAreNotThere(String page) throws Exception {
        assertEquals(404, post(page, JSON_TYPE, "{}").statusCode());
    }

    @Test
    void aBodyThatNoReviewCanHaveIsNotRead() throws Exception {
        var request = HttpRequest.newBuilder(webhook.https("/mutate"))
                .header("Content-Type", JSON_TYPE)
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[9 << 20]));
        assertEquals(413, client.send(request.build(), BodyHandlers.ofString()).statusCode());
    }

    @Test
    void aBodyOfUnknownLengthIsReadOnlySoFar() throws Exception {
        var endless = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[20 << 20]));
        int status;
        try {
            status = post("/mutate", JSON_TYPE, endless).statusCode();
        } catch (IOException e) { // closed while the rest was still written: nobody reads it
            return;
        }
        assertEquals(413, status);
    }

    @Test
    void olderTlsIsNotSpoken() throws Exception {
        try (var old = client(new SSLParameters(null, new String[] {"TLSv1.2"}))) {
            var request = HttpRequest.newBuilder(webhook.https("/mutate")).build();
            assertThrows(SSLHandshakeException.class, () -> old.send(request, BodyHandlers.ofString()));
        }
    }

    @Test
    void manyAtOnceAreAllAnswered() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 100)
                    .mapToObj(i ->
                            callers.submit(() -> answer("/mutate/namespaced", "{}", "{'containers':[{'name':'a'}]}")))
                    .toList();
            for (var answer : answers) {
                assertTrue(answer.get().has("patch"));
            }
        }
    }

    @Test
    void whatWasAnsweredIsCounted() throws Exception {
        post("/validate", JSON_TYPE, "x");
        answer("/mutate/namespaced", "{}", "{}");
        var metrics = get("/metrics").body();
        assertTrue(metrics.contains("mesh_admission_reviews_total{outcome=\"injected\",page=\"mutate\"}"), metrics);
        assertTrue(metrics.contains("mesh_admission_reviews_total{outcome=\"unreadable\",page=\"validate\"}"), metrics);
        assertTrue(metrics.contains("mesh_admission_seconds_bucket{page=\"mutate\",le=\"0.05\"}"), metrics);
    }

    @Test
    void probesAreAnsweredWithoutTls() throws Exception {
        assertEquals(200, get("/ready").statusCode());
        assertEquals(200, get("/live").statusCode());
        assertEquals("[]", get("/unmeshed").body());
        assertEquals(404, get("/mutate").statusCode());
    }

    /** A Deployment of many replicas, or a node that is drained: each pod must have its answer. */
    @Test
    void aBurstOfPodsWaitsAndIsAnsweredWhole() throws Exception {
        var containers =
                IntStream.range(0, 50).mapToObj("{'name':'c%d'}"::formatted).collect(Collectors.joining(","));
        var review =
                review("{'annotations':{'diy-service-mesh/inject':'true'}}", "{'containers':[" + containers + "]}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(
                            () -> post("/mutate", JSON_TYPE, review).statusCode()))
                    .toList();
            for (var answer : answers) {
                assertEquals(200, answer.get());
            }
        }
    }

    @Test
    void whoGoesSilentInTheMiddleOfAQuestionKeepsNobodyFromAnAnswer() throws Exception {
        var opened = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 50; i++) {
                var silent = webhook.certificate()
                        .trusted()
                        .getSocketFactory()
                        .createSocket("127.0.0.1", webhook.https("/").getPort());
                opened.add(silent);
                silent.getOutputStream()
                        .write(
                                "POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                                        .getBytes(StandardCharsets.US_ASCII));
            }
            assertTrue(answer("/mutate/namespaced", "{}", "{'containers':[{'name':'a'}]}")
                    .has("patch"));
        } finally {
            for (var silent : opened) {
                silent.close();
            }
        }
    }

    private static HttpResponse<String> get(String page) throws Exception {
        return client.send(HttpRequest.newBuilder(webhook.admin(page)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String page, String type, String body) throws Exception {
        return post(page, type, BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> post(String page, String type, BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(webhook.https(page)).header("Content-Type", type);
        return client.send(request.timeout(Duration.ofSeconds(30)).POST(body).build(), BodyHandlers.ofString());
    }

    /**
     * Its response part.
     * @param metadata and spec JSON with ' for "
     */
    private static JsonNode answer(String page, String metadata, String spec) throws Exception {
        var response = post(page, JSON_TYPE, review(metadata, spec));
        assertEquals(200, response.statusCode(), response::body);
        var answered = JSON.readTree(response.body());
        assertEquals("AdmissionReview", answered.path("kind").asText());
        assertEquals("admission.k8s.io/v1", answered.path("apiVersion").asText());
        return answered.path("response");
    }

    private static String review(String metadata, String spec) {
        return """
                {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"7","operation":"CREATE",
                 "kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"shop","dryRun":true,
                 "object":{"apiVersion":"v1","kind":"Pod","metadata":%s,"spec":%s}}}
                """.formatted(metadata.replace('\'', '"'), spec.replace('\'', '"'));
    }

    private static void assertAnswer(int status, String message, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response::body);
        assertTrue(response.body().contains(message), response::body);
    }
}

package mesh.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server sends, what it should never send, and what comes back. */
class AdmissionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RunningWebhook webhook;

    @BeforeAll
    static void start() throws Exception {
        webhook = new RunningWebhook();
    }

    @AfterAll
    static void stop() throws IOException {
        webhook.close();
    }

    @Test
    void thePatchAddsWhatIsOursAndLeavesWhatItDoesNotKnow() throws Exception {
        var before =
                JSON.readTree(pod("'futureField': {'a': [1, null]}, 'containers': [{'name': 'app', 'later': true}]"));
        var response = mutate("/mutate", before.toString());

        assertTrue(response.path("allowed").asBoolean(), response::toString);
        var after = patched(before, response);
        assertEquals("mesh-netinit", after.at("/spec/initContainers/0/name").asText());
        assertEquals(before.at("/spec/futureField"), after.at("/spec/futureField"));
        assertEquals(before.at("/spec/containers"), after.at("/spec/containers"));
        assertFalse(mutate("/mutate", after.toString()).has("patch"), "asked again, it changes nothing");
    }

    @Test
    void theNamespacesWordComesByThePath() throws Exception {
        var silent = pod("'containers': []").replace("diy-service-mesh/inject", "other");
        assertFalse(mutate("/mutate", silent).has("patch"));
        assertTrue(mutate("/mutate/namespaced", silent).has("patch"));
    }

    @Test
    void aNamespacesAnnotationBecomesItsLabel() throws Exception {
        var namespace =
                json("{'kind':'Namespace','metadata':{'name':'x','annotations':{'diy-service-mesh/inject':'true'}}}");
        var after = patched(JSON.readTree(namespace), mutate("/mutate", namespace, "Namespace"));
        assertEquals(
                "true", after.at("/metadata/labels/diy-service-mesh~1inject").asText());
        assertFalse(mutate("/mutate", after.toString(), "Namespace").has("patch"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "''|400|the body is empty",
                "{|400|no JSON",
                "[]|400|no JSON object",
                "null|400|no JSON object",
                "{}|400|expected AdmissionReview",
                "{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v1beta1'}|400|accepted: admission.k8s.io/v1",
                "{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v1'}|400|has no request",
                "{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v1','request':{}}|400|request.uid is missing",
                "{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v1','request':{'uid':'1'}}|400|request.operation is missing",
                "{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v1','request':{'uid':'1','operation':'CREATE'}}|400|request.kind is missing",
                "{'kind':'AdmissionReview','kind':'x'}|400|expected AdmissionReview",
            })
    void whatIsNoReviewIsAnsweredWithWhatIsWrong(String body, int status, String told) throws Exception {
        for (var page : new String[] {"/mutate", "/mutate/namespaced", "/validate"}) {
            var response = webhook.post(page, json(body));
            assertEquals(status, response.statusCode(), response::body);
            assertTrue(response.body().contains(told), response::body);
        }
    }

    @ParameterizedTest // each a pod that a careless client could send
    @ValueSource(
            strings = {
                "{}",
                "{'metadata':null,'spec':null}",
                "{'metadata':{'annotations':{'diy-service-mesh/inject':'true'}},'spec':{'containers':'many'}}",
                "{'metadata':{'annotations':{'diy-service-mesh/inject':'true'}},'spec':{'containers':[1,2]}}",
                "{'metadata':{'annotations':['a']},'spec':{'containers':[]}}",
                "{'metadata':{'annotations':{'diy-service-mesh/inject':{'x':1}}},'spec':{'containers':[]}}",
                "{'metadata':{'annotations':{'diy-service-mesh/inject':'true'},'ownerReferences':'x'},'spec':{'containers':[]}}",
            })
    void aPodOfTheWrongShapeIsRefusedAndTheNextOneServed(String pod) throws Exception {
        var response = mutate("/mutate", json(pod));
        assertFalse(response.path("allowed").asBoolean(), response::toString);
        assertFalse(response.at("/status/message").asText().isEmpty(), response::toString);
        assertTrue(mutate("/mutate", pod("'containers':[]")).path("allowed").asBoolean());
    }

    @Test
    void nullsInAPodAreAsGoodAsNothing() throws Exception {
        var pod = pod(
                "'containers': [{'name': 'app', 'ports': null, 'securityContext': null}], 'initContainers': null, 'volumes': null");
        assertEquals(
                "mesh-netinit",
                patched(JSON.readTree(pod), mutate("/mutate", pod))
                        .at("/spec/initContainers/0/name")
                        .asText());
    }

    @Test
    void podsAtTheEdgesAreAnswered() throws Exception {
        assertTrue(mutate("/mutate", pod("'containers': []")).has("patch"), "no containers");
        var many =
                IntStream.range(0, 200).mapToObj(i -> "{'name':'c" + i + "'}").collect(Collectors.joining(","));
        assertTrue(mutate("/mutate", pod("'containers': [" + many + "]")).has("patch"), "200 containers");
        var huge = pod("'containers': []").replace("\"of\":\"test\"", "\"of\":\"" + "x".repeat(256 * 1024) + "\"");
        assertTrue(mutate("/mutate", huge).has("patch"), "256 KiB of annotations");
        var unicode = pod("'containers': [{'name': '\u00fc\ud83d\ude80'}]");
        assertTrue(mutate("/mutate", unicode).has("patch"), "unicode");
    }

    @Test
    void aLongMistakeIsToldShortly() throws Exception {
        var pod = pod("'containers': []")
                .replace(
                        "\"diy-service-mesh/inject\":\"true\"",
                        "\"diy-service-mesh/inject\":\"" + "y".repeat(200_000) + "\"");
        var message = mutate("/mutate", pod).at("/status/message").asText();
        assertTrue(message.length() < 300 && message.contains("yyy"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})
    void otherMethodsAreNotAccepted(String method) throws Exception {
        var response = webhook.send(HttpRequest.newBuilder(webhook.uri("/mutate"))
                .method(method, BodyPublishers.noBody())
                .build());
        assertEquals(405, response.statusCode());
        assertEquals("POST", response.headers().firstValue("Allow").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/yaml", "application/x-www-form-urlencoded"})
    void otherMediaTypesAreNotAccepted(String type) throws Exception {
        var response = webhook.send(HttpRequest.newBuilder(webhook.uri("/validate"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}"))
                .build());
        assertEquals(415, response.statusCode());
        assertTrue(response.body().contains("application/json"), response::body);
    }

    @Test
    void theLimitsOfARequestAreTold() throws Exception {
        assertEquals(413, webhook.post("/mutate", "x".repeat(9 << 20)).statusCode());
        assertEquals(404, webhook.post("/other", "{}").statusCode());
        assertTrue(webhook.page("/ready").startsWith("ready"));
    }

    @Test
    void onlyTls13IsSpoken() throws Exception {
        try (var http = webhook.client("TLSv1.2")) {
            var request = HttpRequest.newBuilder(webhook.uri("/mutate")).build();
            assertThrows(
                    SSLHandshakeException.class,
                    () -> http.send(request, java.net.http.HttpResponse.BodyHandlers.discarding()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'apiVersion':'diymesh.dev/v1alpha1','kind':'TrafficPolicy','metadata':{'name':'p','namespace':'x'},'spec':{'targetRef':{'name':'b'},'balancing':'Fastest'}}|'Fastest' is not accepted",
                "{'apiVersion':'v1','kind':'Service','metadata':{'annotations':{'diy-service-mesh/opaque-ports':'3306,x'}}}|'x' is no port",
                "{'apiVersion':'v1','kind':'Service','metadata':{'annotations':{'diy-service-mesh/inject':'true'}}}|no such annotation of a Service",
                "{'apiVersion':'v1','kind':'Namespace','metadata':{'annotations':{'diy-service-mesh/inject':'maybe'}}}|write one of [true, false]",
                "{'apiVersion':'v1','kind':'Namespace','metadata':{'annotations':{'diy-service-mesh/debug':'true'}}}|on a namespace there is only",
                "{'kind':'Deployment','spec':{'template':{'metadata':{'annotations':{'diy-service-mesh/debug':'on'}}}}}|diy-service-mesh/debug: 'on'",
                "{'kind':'CronJob','spec':{'jobTemplate':{'spec':{'template':{'metadata':{'annotations':{'diy-service-mesh/x':'1'}}}}}}}|there is no such annotation",
            })
    void mistakesAreRefusedWhenTheyAreWritten(String object, String told) throws Exception {
        var kind = JSON.readTree(json(object)).path("kind").asText();
        var response = mutate("/validate", json(object), kind);
        assertFalse(response.path("allowed").asBoolean(), response::toString);
        assertTrue(response.at("/status/message").asText().contains(told), response::toString);
        assertEquals(422, response.at("/status/code").asInt());
    }

    @Test
    void whatWouldDoNothingIsAllowedWithAWarning() throws Exception {
        var deployment =
                json("{'kind':'Deployment','metadata':{'annotations':{'diy-service-mesh/inject':'true'}},'spec':{}}");
        var response = mutate("/validate", deployment, "Deployment");
        assertTrue(response.path("allowed").asBoolean());
        assertTrue(
                response.at("/warnings/0").asText().contains("spec.template.metadata.annotations"), response::toString);
        var route = json(
                "{'apiVersion':'gateway.networking.k8s.io/v1','kind':'HTTPRoute','metadata':{'name':'r','namespace':'x'},'spec':{'rules':[{'filters':[{'type':'New'}]}]}}");
        response = mutate("/validate", route, "HTTPRoute");
        assertTrue(response.path("allowed").asBoolean());
        assertTrue(
                response.at("/warnings/0").asText().contains("the mesh will not use this route"), response::toString);
    }

    private static JsonNode mutate(String page, String object) throws Exception {
        return mutate(page, object, "Pod");
    }

    /** @return the response, once it is known to be one to this request */
    private static JsonNode mutate(String page, String object, String kind) throws Exception {
        var review = """
                {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1","operation":"CREATE",
                 "kind":{"group":"","version":"v1","kind":"%s"},"namespace":"x","object":%s}}
                """.formatted(kind, object);
        var response = webhook.post(page, review);
        assertEquals(200, response.statusCode(), response::body);
        var root = JSON.readTree(response.body());
        assertEquals("u-1", root.at("/response/uid").asText());
        return root.path("response");
    }

    private static JsonNode patched(JsonNode before, JsonNode response) throws IOException {
        return JsonPatch.apply(
                JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText())), before);
    }

    private static String pod(String spec) {
        return json(
                "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','annotations':{'diy-service-mesh/inject':'true','of':'test'}},'spec':{"
                        + spec + "}}");
    }

    private static String json(String text) {
        return text.equals("''") ? "" : text.replace('\'', '"');
    }
}

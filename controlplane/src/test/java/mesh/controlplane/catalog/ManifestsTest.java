package mesh.controlplane.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import mesh.controlplane.Folder;
import mesh.proto.v1.Balancing;
import mesh.proto.v1.EndpointState;
import mesh.proto.v1.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {
    private static final String SERVICE = """
            # line 1
            apiVersion: v1
            kind: Service
            metadata:
              name: app-b
              annotations: {diy-service-mesh/opaque-ports: "3306"}
            spec:
              clusterIP: 10.96.0.1
              ports:
              - name: http
                port: 80
              - {name: rpc, port: 81, appProtocol: grpc}
              - {name: db, port: 3306}
              - {name: dns, port: 53, protocol: UDP}
            """;

    private static final String ROUTE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: r, namespace: shop}
            spec:
              parentRefs: [{group: "", kind: Service, name: app-b, port: 80}]
              rules:
              - matches:
                - path: {type: PathPrefix, value: /api}
                  headers: [{name: x-canary, value: "yes"}]
                filters:
                - type: RequestMirror
                  requestMirror: {backendRef: {name: app-b2, port: 80}, percent: 5}
                backendRefs:
                - {name: app-b, port: 80, weight: 90}
                - {name: app-b2, port: 80, weight: 10}
                timeouts: {request: 1m30s}
            """;

    @Test
    void ofHeadersAndParametersOfOneNameTheFirstIsAskedFor() throws Exception {
        var twice = ROUTE.replace("headers: [{name: x-canary, value: \"yes\"}]", """
                headers: [{name: x-canary, value: "yes"}, {name: X-Canary, value: "no"}, {name: other, value: a}]
                      queryParams: [{name: q, value: "1"}, {name: Q, value: "2"}, {name: q, value: "3"}]""");
        var route = assertInstanceOf(RouteObject.class, Manifests.parse(twice).getFirst());
        var match = route.rules().getFirst().getMatches(0);
        assertEquals(
                List.of("yes", "a"),
                match.getHeadersList().stream().map(header -> header.getExact()).toList());
        assertEquals(
                List.of("1", "2"),
                match.getQueryParamsList().stream()
                        .map(param -> param.getExact())
                        .toList());
    }

    @Test
    void aServiceIsReadAndItsUdpPortLeftOut() throws Exception {
        var service =
                assertInstanceOf(ServiceObject.class, Manifests.parse(SERVICE).getFirst());
        assertEquals(new ObjectName("default", "app-b"), service.name());
        assertEquals(List.of("10.96.0.1"), service.addresses());
        assertEquals(
                List.of(Protocol.PROTOCOL_UNSPECIFIED, Protocol.PROTOCOL_GRPC, Protocol.PROTOCOL_OPAQUE),
                service.ports().stream().map(port -> port.getProtocol()).toList());
    }

    @Test
    void aServiceWithoutAddressIsHeadless() throws Exception {
        var service = assertInstanceOf(
                ServiceObject.class,
                Manifests.parse(SERVICE.replace("10.96.0.1", "None")).getFirst());
        assertTrue(service.headless());
        assertEquals(List.of(), service.addresses());
    }

    @Test
    void aRouteIsReadWithItsWeightsMirrorAndTimeout() throws Exception {
        var route = assertInstanceOf(RouteObject.class, Manifests.parse(ROUTE).getFirst());
        var rule = route.rules().getFirst();
        assertEquals(90, rule.getBackends(0).getWeight());
        assertEquals("shop", rule.getBackends(1).getNamespace());
        assertEquals(0.05, rule.getFilters(0).getMirror().getFraction());
        assertEquals(90, rule.getRequestTimeout().getSeconds());
        assertEquals("/api", rule.getMatches(0).getPath().getPrefix());
    }

    @Test
    void endpointsThatAreNotReadyAreLeftOutAndDrainingOnesMarked() throws Exception {
        var slice = assertInstanceOf(SliceObject.class, Manifests.parse("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: s, labels: {kubernetes.io/service-name: app-b, version: v2}}
                addressType: IPv6
                ports: [{name: http, port: 8080}]
                endpoints:
                - {addresses: ["FD77::0:1"], targetRef: {kind: Pod, name: app-b-7d9c5b6f4d-x2x9k}}
                - {addresses: ["fd77::2"], conditions: {ready: false}}
                - {addresses: ["fd77::3"], conditions: {ready: false, serving: true, terminating: true}}
                """).getFirst());
        var first = slice.endpoints().getFirst();
        assertEquals(
                List.of("fd77::1", "fd77::3"),
                slice.endpoints().stream().map(e -> e.getAddress()).toList());
        assertEquals("app-b", first.getWorkload());
        assertEquals("v2", first.getAppVersion());
        assertEquals(
                EndpointState.ENDPOINT_STATE_DRAINING, slice.endpoints().get(1).getState());
    }

    @Test
    void aPolicyIsRead() throws Exception {
        var policy = assertInstanceOf(PolicyObject.class, Manifests.parse("""
                apiVersion: diymesh.dev/v1alpha1
                kind: TrafficPolicy
                metadata: {name: p, namespace: shop}
                spec:
                  targetRef: {group: "", kind: Service, name: app-b}
                  balancing: RoundRobin
                  slowStart: 30s
                  limits: {maxConnections: 10}
                """).getFirst());
        assertEquals(Balancing.BALANCING_ROUND_ROBIN, policy.policy().getBalancing());
        assertEquals(10, policy.policy().getLimits().getMaxConnections());
        assertEquals(new ObjectName("shop", "app-b"), policy.service());
    }

    @Test
    void aListIsReadLikeItsItemsAndSoIsJson() throws Exception {
        var json = """
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"ports": [{"port": 1}]}}]}
                """;
        assertEquals("Service", Manifests.parse(json).getFirst().kind());
    }

    @Test
    void severalDocumentsAreReadAndEmptyOnesSkipped() throws Exception {
        var yaml = "---\n" + SERVICE + "---\n---\n" + Folder.slice("app-b", "10.0.0.1");
        assertEquals(2, Manifests.parse(yaml).size());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            kind: Service      | kind: Servcie              | 3  | kind Servcie v1 is not read here; accepted: Service v1
            port: 80           | prot: 80                   | 10 | spec.ports[0].port is missing
            "    port: 80"     | "    port: 80\\n    x: 1"  | 12 | unknown field spec.ports[0].x; accepted here: appProtocol, name
            port: 80           | port: 70000                | 11 | spec.ports[0].port '70000' is no number from 1 to 65535
            port: 81           | port: 80                   | 12 | spec.ports[1].port 80 is given twice
            10.96.0.1          | app.example                | 8  | spec.clusterIP 'app.example' is no IP address
            name: app-b        | name: App_B                | 5  | metadata.name 'App_B' is no name
            protocol: UDP      | protocol: QUIC             | 14 | 'QUIC' is not accepted; write one of SCTP, TCP, UDP
            clusterIP          | ports                      | 9  | spec.ports is given twice
            "spec:"            | "spec: ["                  | 9  | no YAML
            "  ports:"         | "  type: ExternalName\\n  ports:" | 9 | spec.type 'ExternalName' is not accepted
            """)
    void aBrokenServiceIsRefusedWithItsLineAndTheReason(String right, String wrong, int line, String reason) {
        refused(SERVICE, right, wrong, line, reason);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            weight: 10      | weight: -10         | 15 | weight '-10' is no number from 0 to 1000000
            1m30s           | 90 seconds          | 16 | spec.rules[0].timeouts.request '90 seconds' is no duration
            /api            | api                 | 8  | spec.rules[0].matches[0].path.value 'api' must start with '/'
            PathPrefix      | Prefix              | 8  | write one of Exact, PathPrefix, RegularExpression
            RequestMirror   | RequestMiror        | 11 | write one of RequestHeaderModifier
            percent: 5      | percent: 101        | 12 | is no number from 0 to 100
            """)
    void aBrokenRouteIsRefusedWithItsLineAndTheReason(String right, String wrong, int line, String reason) {
        refused(ROUTE, right, wrong, line, reason);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            PathPrefix | URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: nope}} | 'nope' is no path
            PathPrefix | URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: /a b}} | '/a b' is no path
            PathPrefix | URLRewrite, urlRewrite: {hostname: a/b} | 'a/b' is no host's name
            PathPrefix | RequestRedirect, requestRedirect: {hostname: A.example} | 'A.example' is no host's name
            Exact      | URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /x}} | needs matches of type PathPrefix
            PathPrefix | URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch}} | replacePrefixMatch is missing
            PathPrefix | RequestHeaderModifier, requestHeaderModifier: {remove: [Content-Length]} | says where a message ends
            """)
    void aFilterThatCannotBeAppliedIsRefused(String path, String filter, String reason) {
        var wrong = withFilter(path, filter);
        var e = assertThrows(ManifestException.class, () -> Manifests.parse(wrong));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void anEmptyReplacementTakesThePrefixAway() throws Exception {
        var yaml = withFilter(
                "PathPrefix", "URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: ''}}");
        assertInstanceOf(RouteObject.class, Manifests.parse(yaml).getFirst());
    }

    @Test
    void anExpressionThatTheProxyCouldNotUseIsRefused() {
        var wrong = ROUTE.replace("type: PathPrefix, value: /api", "type: RegularExpression, value: '/(?!x).*'");
        var e = assertThrows(ManifestException.class, () -> Manifests.parse(wrong));
        assertTrue(e.getMessage().contains("is no regular expression"), e.getMessage());
    }

    private static String withFilter(String path, String filter) {
        return ROUTE.replace("PathPrefix", path)
                .replace("- type: RequestMirror", "- {type: " + filter + "}")
                .replace("      requestMirror: {backendRef: {name: app-b2, port: 80}, percent: 5}\n", "");
    }

    @Test
    void aRouteWhoseWeightsAreAllZeroIsRefused() {
        var wrong = ROUTE.replace("weight: 90", "weight: 0").replace("weight: 10", "weight: 0");
        var e = assertThrows(ManifestException.class, () -> Manifests.parse(wrong));
        assertEquals(13, e.line());
        assertTrue(e.getMessage().contains("only weights of 0"), e.getMessage());
    }

    private static void refused(String yaml, String right, String wrong, int line, String reason) {
        assertTrue(yaml.contains(right), "the test itself: " + right);
        var broken = yaml.replaceFirst(Pattern.quote(right), wrong.replace("\\n", "\n"));
        var e = assertThrows(ManifestException.class, () -> Manifests.parse(broken));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertEquals(line, e.line(), e.getMessage());
    }
}

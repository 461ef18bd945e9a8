package mesh.webhook.certificate;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.testkit.ApiServer;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two replicas of the webhook, as far as their certificate goes, with no more rights than they have in a cluster. */
class SecretCertificateTest {
    private static final String SYSTEM = "mesh-system";
    private static final Duration LIFE = Authority.VALID;

    /** Renewal of an authority is due now: so what is signed from now on is valid by the API server's own clock. */
    private final Instant begin =
            Instant.now().minus(LIFE.multipliedBy(7).dividedBy(10)).truncatedTo(ChronoUnit.SECONDS);

    private static ApiServer api;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private volatile Instant now = begin;

    @BeforeAll
    @Timeout(value = 25, unit = TimeUnit.MINUTES) // on a new machine its programs are built first
    static void startApiServer() throws Exception {
        api = ApiServer.start(26_643);
        var system = new NamespaceBuilder().withNewMetadata().withName(SYSTEM).endMetadata();
        api.client().resource(system.build()).serverSideApply();
        apply(Files.readString(KubeScripts.PROJECT.resolve("k8s/base/webhook/rbac.yaml")));
    }

    @AfterAll
    static void stopApiServer() {
        if (api != null) {
            api.close();
        }
    }

    @BeforeEach
    void configure() {
        configure("https://127.0.0.1:1/", "https://127.0.0.1:1/");
    }

    @AfterEach
    void clean() throws Exception {
        for (var each : opened.reversed()) {
            each.close();
        }
        bundles().mutating().delete();
        bundles().validating().delete();
        secrets().delete();
    }

    @Test
    void twoReplicasThatStartAtOnceShareWhatOneOfThemMade() throws Exception {
        var one = replica();
        var other = replica();
        eventually(
                "both are ready", () -> one.status().ready() && other.status().ready());
        assertEquals(served(one), served(other));
        assertTrustedEverywhere(served(one));
        assertEquals("Opaque", secret().getType());
        assertEquals(
                Set.of("ca.crt", "ca.key", "tls.crt", "tls.key"),
                secret().getData().keySet());
    }

    @Test
    void aCaBundleThatSomebodyWipesComesBack() throws Exception {
        var replica = ready(replica());
        var bundle = bundlesThere().iterator().next();
        apply(configurations("https://127.0.0.1:1/", "https://127.0.0.1:1/", "Cg=="));
        long wiped = System.nanoTime();
        eventually("it is back", this::bundlesThere, Set.of(bundle)::equals);
        assertTrue(System.nanoTime() - wiped < TimeUnit.SECONDS.toNanos(5), "within two seconds, or five when busy");
        assertTrue(replica.status().ready());
    }

    @Test
    void withoutConfigurationsItServesAndIsNotReadyUntilTheyAreThere() throws Exception {
        bundles().mutating().delete();
        bundles().validating().delete();
        var replica = replica();
        eventually(
                "it says so", () -> replica.status().problem(), problem -> problem.contains("apply k8s/base/webhook"));
        assertTrue(replica.status().serving().isPresent());
        assertTrue(!replica.status().ready());
        configure();
        eventually("it is ready", () -> replica.status().ready());
        assertEquals("", replica.status().problem());
    }

    @Test
    void itIsRenewedAtTwoThirdsOfItsLifeByTheSameAuthority() throws Exception {
        var replica = ready(replica());
        var first = served(replica);
        var authority = held().authority().certificate();
        pass(Duration.ofDays(19), replica);
        assertStays(() -> served(replica), first);
        pass(Duration.ofDays(2), replica);
        eventually("it is another", () -> served(replica), cert -> !cert.equals(first));
        assertEquals(authority, held().authority().certificate());
        assertEquals(List.of(authority), held().trusted());
    }

    @Test
    void aSecretThatIsDeletedIsMadeAnewAndNothingBreaksMeanwhile() throws Exception {
        var replica = ready(replica());
        var before = held();
        secrets().delete();
        eventually("there is a new one", () -> secrets().get() != null);
        var after = held();
        assertEquals(before.shown(), after.shown(), "still shown: the API server trusts nothing else yet");
        assertTrue(after.next().isPresent());
        eventually("both authorities are told", () -> bundlesThere().equals(Set.of(encoded(after))));
        pass(Held.SETTLED, replica);
        eventually("the new one signs", () -> served(replica), cert -> !cert.equals(before.shown()));
        pass(Held.OVERLAP, replica);
        eventually("the old one is gone", () -> held().trusted().size() == 1);
        eventually("and from the configurations", () -> bundlesThere().equals(Set.of(encoded(held()))));
        assertNotEquals(before.authority().certificate(), held().authority().certificate());
    }

    @Test
    void aSecretThatCannotBeUsedIsReplaced() throws Exception {
        var good = Held.create(List.of("webhook"), begin).texts();
        var other = Held.create(List.of("webhook"), begin).texts();
        var broken = List.<Map<String, String>>of(
                Map.of(),
                Map.of("ca.crt", "no certificate"),
                without(good, "tls.key"),
                with(good, "tls.key", other.get("tls.key")),
                with(good, "tls.crt", other.get("tls.crt")),
                with(good, "ca.key", other.get("ca.key")),
                with(good, "ca.key", "-----begin PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
                with(good, "ca.crt", "-----begin CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                Held.create(List.of("webhook"), begin.minus(LIFE.multipliedBy(2)))
                        .texts(),
                Held.create(List.of("webhook"), begin.plus(LIFE)).texts());
        for (var content : broken) {
            write(content);
            try (var replica = ready(replica())) {
                assertTrue(held().isUsable(now), content::toString);
                assertEquals(held().shown(), served(replica));
                assertTrustedEverywhere(served(replica));
            }
        }
    }

    @Test
    void garbageThatIsWrittenWhileItRunsChangesNothingForTheApiServer() throws Exception {
        var replica = ready(replica());
        var before = served(replica);
        write(Map.of("tls.crt", "garbage"));
        eventually("it is whole again", () -> secret().getData().size() > 3 && held().isUsable(now));
        assertEquals(before, served(replica));
        assertEquals(before, held().shown());
        assertTrustedEverywhere(before);
    }

    @Test
    void aCertificateWithoutANameThatIsAskedForIsMadeAgain() throws Exception {
        ready(replica()).close();
        var replica = ready(SecretCertificate.start(account(), SYSTEM, "other", List.of(), () -> now));
        eventually("it has that name", () -> ServerNames.areIn(served(replica), List.of("other.mesh-system.svc")));
        replica.close();
    }

    @Test
    void noCallFailsWhileCertificateAndAuthorityAreRenewed() throws Exception {
        var one = ready(replica());
        var other = ready(replica());
        now = Instant.now(); // the certificate has ended, and the authority is to be renewed
        wake(one, other);
        eventually("there is a next authority", () -> held().next().isPresent());
        var first = held().shown();
        try (var mutating = new AdmittingServer(one);
                var validating = new AdmittingServer(other)) {
            configure(mutating.url(), validating.url());
            eventually("both are told", () -> bundlesThere().equals(Set.of(encoded(held()))));
            eventually("the API server calls", () -> failureOfACall().isEmpty());
            var failures = new ConcurrentLinkedQueue<String>();
            var done = new AtomicBoolean();
            var calls = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    failureOfACall().stream().forEach(failures::add);
                }
            });
            pass(Held.SETTLED, one, other);
            eventually(
                    "the next authority signs",
                    () -> !served(one).equals(first) && served(one).equals(served(other)));
            more(mutating, 20);
            pass(Held.OVERLAP, one, other);
            eventually(
                    "the old authority is gone",
                    () -> bundlesThere().equals(Set.of(encoded(held())))
                            && held().trusted().size() == 1);
            more(validating, 20);
            done.set(true);
            calls.join();
            assertEquals(List.of(), List.copyOf(failures));
        }
    }

    private static void more(AdmittingServer server, int answers) throws Exception {
        int before = server.answers();
        eventually("calls go on", () -> server.answers() >= before + answers);
    }

    /** The API server asks both webhooks. What went wrong; empty: nothing. */
    private static java.util.Optional<String> failureOfACall() {
        var map = new ConfigMapBuilder()
                .withNewMetadata()
                .withGenerateName("call-")
                .withNamespace(SYSTEM)
                .endMetadata()
                .build();
        try {
            api.client().resource(map).dryRun().create();
            return java.util.Optional.empty();
        } catch (KubernetesClientException e) {
            return java.util.Optional.of(String.valueOf(e.getMessage()));
        }
    }

    // Replicas and their time.

    private SecretCertificate replica() throws IOException {
        InstantSource clock = () -> now;
        var replica = SecretCertificate.start(account(), SYSTEM, "webhook", List.of("127.0.0.1"), clock);
        opened.add(replica);
        return replica;
    }

    private static SecretCertificate ready(SecretCertificate replica) throws Exception {
        eventually("it is ready", replica::status, ServingCertificate.Status::ready);
        return replica;
    }

    private void pass(Duration time, SecretCertificate... replicas) {
        now = now.plus(time).plusSeconds(1);
        wake(replicas);
    }

    private static void wake(SecretCertificate... replicas) {
        for (var replica : replicas) {
            replica.wake();
        }
    }

    private static X509Certificate served(SecretCertificate replica) {
        var alias = replica.keys().chooseEngineServerAlias("EC", null, null);
        return replica.keys().getCertificateChain(alias)[0];
    }

    private static <T> void assertStays(java.util.concurrent.Callable<T> value, T wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1); // a look takes a third of that
        while (System.nanoTime() < end) {
            assertEquals(wanted, value.call());
            Thread.sleep(20);
        }
    }

    // What the cluster has.

    private KubernetesClient account() throws IOException {
        var token = api.client()
                .serviceAccounts()
                .inNamespace(SYSTEM)
                .withName("webhook")
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
        var client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig(token).toFile()))
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
        opened.add(client);
        return client;
    }

    private static CaBundles bundles() {
        return new CaBundles(api.client());
    }

    private Set<String> bundlesThere() {
        var there = new HashSet<String>();
        bundles()
                .mutating()
                .get()
                .getWebhooks()
                .forEach(each -> there.add(each.getClientConfig().getCaBundle()));
        bundles()
                .validating()
                .get()
                .getWebhooks()
                .forEach(each -> there.add(each.getClientConfig().getCaBundle()));
        return there;
    }

    private static String encoded(Held held) throws Exception {
        return Base64.getEncoder().encodeToString(held.bundle().getBytes(StandardCharsets.UTF_8));
    }

    private void assertTrustedEverywhere(X509Certificate serving) throws Exception {
        for (var bundle : bundlesThere()) {
            var text = new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8);
            serving.verify(Pem.certificates(text).getFirst().getPublicKey());
        }
    }

    private static io.fabric8.kubernetes.client.dsl.Resource<Secret> secrets() {
        return api.client().secrets().inNamespace(SYSTEM).withName(SecretCertificate.SECRET);
    }

    private static Secret secret() {
        return secrets().get();
    }

    private static Held held() throws Exception {
        return Held.read(SecretCertificate.texts(secret()));
    }

    private static void write(Map<String, String> content) {
        secrets().delete();
        api.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(SecretCertificate.SECRET)
                        .withNamespace(SYSTEM)
                        .endMetadata()
                        .withType("Opaque")
                        .withStringData(content)
                        .build())
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    private static Map<String, String> without(Map<String, String> content, String key) {
        var less = new java.util.TreeMap<>(content);
        less.remove(key);
        return less;
    }

    private static Map<String, String> with(Map<String, String> content, String key, String value) {
        var other = new java.util.TreeMap<>(content);
        other.put(key, value);
        return other;
    }

    private static void configure(String mutating, String validating) {
        apply(configurations(mutating, validating, null));
    }

    /**
     * Two entries each: each must be written.
     * @param bundle null: none is said
     */
    private static String configurations(String mutating, String validating, String bundle) {
        return List.of("Mutating", "Validating").stream()
                .map(kind -> """
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: %sWebhookConfiguration
                        metadata: {name: diy-service-mesh}
                        webhooks:
                        - {name: a.%s.diymesh.dev, %s}
                        - {name: b.%s.diymesh.dev, %s}
                        """.formatted(
                                kind,
                                kind.toLowerCase(java.util.Locale.ROOT),
                                entry(kind.equals("Mutating") ? mutating : validating, bundle),
                                kind.toLowerCase(java.util.Locale.ROOT),
                                entry(kind.equals("Mutating") ? mutating : validating, bundle)))
                .reduce("", (before, document) -> before + "---\n" + document);
    }

    private static String entry(String url, String bundle) {
        return """
                rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [configmaps]}], \
                sideEffects: None, admissionReviewVersions: [v1], failurePolicy: Fail, timeoutSeconds: 5, \
                clientConfig: {url: "%s"%s}""".formatted(url, bundle == null ? "" : ", caBundle: " + bundle);
    }

    private static void apply(String yaml) {
        api.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(object -> api.client().resource(object).patch(WHOLLY));
    }

    private static final PatchContext WHOLLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("test")
            .withForce(true)
            .build();
}

package mesh.webhook.certificate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate of our own, in a Secret that all replicas share. Whoever finds none makes one; whoever finds it old renews
 * it; of two at once the API server lets one win, and the other reads. One thread looks when the Secret or a webhook
 * configuration has changed, and from time to time in any case.
 */
public final class SecretCertificate implements ServingCertificate {
    static final String SECRET = "webhook-certificate";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final String namespace;
    private final List<String> names;
    private final InstantSource clock;
    private final CaBundles bundles;
    private final CurrentKey keys = new CurrentKey();
    private final Semaphore changed = new Semaphore(1);
    private final Thread watch =
            Thread.ofPlatform().name("certificate").daemon().unstarted(this::watch);
    private String shown = "";
    private volatile Status status = new Status(Optional.empty(), Optional.empty(), false, "");

    private SecretCertificate(KubernetesClient client, String namespace, String service, InstantSource clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
        this.bundles = new CaBundles(client);
        var name = service + "." + namespace;
        this.names = List.of(name + ".svc", name, name + ".svc.cluster.local");
    }

    /**
     * Begins to look after it. Right after the start there may be no certificate yet: {@link #status()} tells.
     * @param service by which the API server calls, in that namespace
     */
    public static SecretCertificate start(
            KubernetesClient client, String namespace, String service, InstantSource clock) {
        var certificate = new SecretCertificate(client, namespace, service, clock);
        certificate.watch.start();
        return certificate;
    }

    private void watch() {
        try {
            while (true) {
                try {
                    lookWhenChanged();
                } catch (KubernetesClientException e) { // the API server is away, or says no
                    told(String.valueOf(e.getMessage()));
                    Thread.sleep(LOOK_EVERY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void lookWhenChanged() throws InterruptedException {
        look(); // before anything is watched: the first certificate shall not wait for that
        var informers = List.of(
                client.secrets().inNamespace(namespace).withName(SECRET).inform(new Look<>()),
                bundles.mutating().inform(new Look<>()),
                bundles.validating().inform(new Look<>()));
        try {
            while (true) {
                boolean asked = changed.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (asked) {
                    changed.drainPermits(); // one look for all of them
                }
                look();
            }
        } finally {
            informers.forEach(SharedIndexInformer::close);
        }
    }

    /** One round: what should be there, is it there? What went wrong goes wrong for ten seconds, then it is tried again. */
    private void look() {
        try {
            var held = held();
            bundles.write(held.bundle());
            var wanted = held.at(clock.instant(), names);
            if (!wanted.equals(held)) {
                store(wanted);
                changed.release(); // a new authority is told to the API server now, and signs in the next round
            }
            show(wanted);
            status = status(wanted, true, "");
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                changed.release(); // another replica was quicker: read what it wrote
            } else {
                told(String.valueOf(e.getMessage()));
            }
        } catch (IOException | GeneralSecurityException e) {
            told(String.valueOf(e.getMessage()));
        }
    }

    /** As it is in the Secret. One that is missing or cannot be used is made anew. */
    private Held held() throws GeneralSecurityException {
        var secret = secret().get();
        if (secret == null) {
            return stored(Held.create(names, clock.instant()), null);
        }
        try {
            return Held.read(texts(secret));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            System.err.printf(
                    "webhook: Secret %s/%s cannot be used (%s) and is made anew%n", namespace, SECRET, e.getMessage());
            return stored(Held.create(names, clock.instant()), secret);
        }
    }

    private void store(Held held) throws GeneralSecurityException {
        System.err.printf("webhook: certificate renewed, Secret %s/%s%n", namespace, SECRET);
        stored(held, secret().get());
    }

    /** @throws KubernetesClientException also when another replica was quicker: the next round reads what it wrote */
    private Held stored(Held held, Secret before) throws GeneralSecurityException {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/part-of", "diy-service-mesh")
                .withResourceVersion(
                        before == null ? null : before.getMetadata().getResourceVersion())
                .endMetadata()
                .withType("Opaque")
                .withStringData(held.texts())
                .build();
        if (before == null) {
            client.resource(secret).create();
        } else {
            client.resource(secret).update();
        }
        return held;
    }

    private Resource<Secret> secret() {
        return client.secrets().inNamespace(namespace).withName(SECRET);
    }

    private static Map<String, String> texts(Secret secret) {
        var texts = new TreeMap<String, String>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((name, value) ->
                        texts.put(name, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return texts;
    }

    private void show(Held held) throws GeneralSecurityException {
        var certificate = Pem.of(held.serving().chain().getFirst());
        if (!certificate.equals(shown)) {
            keys.replace(held.serving());
            shown = certificate;
        }
        status = status(held, status.trusted(), status.problem());
    }

    private static Status status(Held held, boolean trusted, String problem) {
        return new Status(
                Optional.of(held.serving().chain().getFirst().getNotAfter().toInstant()),
                Optional.of(held.authority().certificate().getNotAfter().toInstant()),
                trusted,
                problem);
    }

    /** Once trusted it stays so: what is out there is not taken back by a failure to look at it. */
    private void told(String problem) {
        if (!problem.equals(status.problem())) {
            System.err.println("webhook: certificate: " + problem);
        }
        status = new Status(status.serving(), status.authority(), status.trusted(), problem);
    }

    @Override
    public X509ExtendedKeyManager keys() {
        return keys;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    /** Whatever happens to it, look. */
    private final class Look<T extends HasMetadata> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            changed.release();
        }

        @Override
        public void onUpdate(T before, T after) {
            changed.release();
        }

        @Override
        public void onDelete(T object, boolean unknown) {
            changed.release();
        }
    }
}

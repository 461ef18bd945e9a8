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
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
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

    /** Though all is watched: a watch may be stuck. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    /** Between a change and a look. If somebody undoes what we write, we do not write faster than this. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final int MOST_CONFLICTS = 5;

    /** For the last call to end. */
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final List<String> names;
    private final InstantSource clock;
    private final CaBundles bundles;
    private final CurrentKey keys = new CurrentKey();
    private final Semaphore changed = new Semaphore(1);
    private final Thread watch =
            Thread.ofPlatform().name("certificate").daemon().unstarted(this::watch);
    private Optional<Held> shown = Optional.empty();
    private volatile boolean closed;
    private volatile Status status = new Status(Optional.empty(), Optional.empty(), false, "");

    private SecretCertificate(
            KubernetesClient client, String namespace, String service, List<String> more, InstantSource clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
        this.bundles = new CaBundles(client);
        this.names = ServerNames.of(service, namespace, more);
    }

    /**
     * Begins to look after it. Right after the start there may be no certificate yet: {@link #status()} tells.
     * @param service by which the API server calls, in that namespace
     * @param more names and addresses by which it may call
     */
    public static SecretCertificate start(
            KubernetesClient client, String namespace, String service, List<String> more, InstantSource clock) {
        var certificate = new SecretCertificate(client, namespace, service, more, clock);
        certificate.watch.start();
        return certificate;
    }

    private void watch() {
        try {
            while (true) {
                try {
                    lookWhenChanged();
                } catch (RuntimeException e) { // what is watched cannot be watched: away, or not allowed
                    told(reason(e));
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
                if (changed.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(PAUSE);
                    changed.drainPermits(); // one look for all of them
                }
                look();
            }
        } finally {
            informers.forEach(SharedIndexInformer::close);
        }
    }

    /** What goes wrong is told, and tried again when something changes or after ten seconds. */
    private void look() {
        try {
            for (int attempt = 1; !round(); attempt++) {
                if (attempt == MOST_CONFLICTS) {
                    throw new IOException("others write what we write, " + attempt + " times in a row");
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            told(reason(e));
        }
    }

    /**
     * What should be there, is it there? The configurations are read before the Secret, and written only if they still are
     * as they were read. So who has read a Secret that is old by now cannot undo what another replica made of the new one.
     *
     * @return false when another replica was quicker
     */
    private boolean round() throws IOException, GeneralSecurityException {
        try {
            var seen = bundles.read();
            var secret = secret().get();
            var found = held(secret);
            var wanted = wanted(found, seen);
            if (!found.equals(Optional.of(wanted))) {
                store(wanted, secret);
            }
            if (shown.isEmpty()) {
                show(wanted); // better than none
            }
            seen.write(wanted.bundle());
            show(wanted);
            status = status(wanted, true, "");
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** A Secret that is lost is no reason to break what works: what it held stays in use until a new authority is known. */
    private Held wanted(Optional<Held> found, CaBundles.Seen seen) throws GeneralSecurityException {
        var now = clock.instant();
        if (found.isPresent()) {
            return found.get().at(now, names, seen.say(found.get().bundle()));
        }
        return shown.isPresent() && shown.get().isUsable(now) ? shown.get().announced(now) : Held.create(names, now);
    }

    /** What the Secret holds; empty when there is none, or none that can be used. */
    private Optional<Held> held(Secret secret) {
        if (secret == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Held.read(texts(secret)));
        } catch (GeneralSecurityException | RuntimeException e) { // whatever somebody has put there
            System.err.printf(
                    "webhook: Secret %s/%s cannot be used (%s) and is made anew%n", namespace, SECRET, e.getMessage());
            return Optional.empty();
        }
    }

    /** @throws KubernetesClientException also when another replica was quicker */
    private void store(Held held, Secret before) throws GeneralSecurityException {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/part-of", "diy-service-mesh")
                .withResourceVersion(
                        before == null ? null : before.getMetadata().getResourceVersion())
                .endMetadata()
                .withType(before == null ? "Opaque" : before.getType()) // cannot be changed
                .withStringData(held.texts())
                .build();
        if (before == null) {
            client.resource(secret).create();
        } else {
            client.resource(secret).update();
        }
        System.err.printf(
                "webhook: Secret %s/%s written: authority until %s%s, certificate until %s%n",
                namespace,
                SECRET,
                end(held.authority().certificate()),
                held.next()
                        .map(next -> ", the next until " + end(next.certificate()))
                        .orElse(""),
                end(held.shown()));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private Resource<Secret> secret() {
        return client.secrets().inNamespace(namespace).withName(SECRET);
    }

    static Map<String, String> texts(Secret secret) {
        var texts = new TreeMap<String, String>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((name, value) ->
                        texts.put(name, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return texts;
    }

    private void show(Held held) {
        if (shown.isEmpty() || !held.shown().equals(shown.get().shown())) {
            keys.replace(held.serving());
        }
        shown = Optional.of(held);
        status = status(held, status.trusted(), status.problem());
    }

    private static Status status(Held held, boolean trusted, String problem) {
        return new Status(
                Optional.of(end(held.shown())), Optional.of(end(held.authority().certificate())), trusted, problem);
    }

    /** The client's own words for a failed connection are "An error has occurred"; what is behind it says more. */
    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null
                && !(cause instanceof KubernetesClientException answer && answer.getCode() != 0)) {
            cause = cause.getCause();
        }
        boolean known = cause instanceof IOException || cause instanceof KubernetesClientException;
        return known && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    /** Once trusted it stays so: what is out there is not taken back by a failure to look at it. */
    private void told(String problem) {
        if (closed) {
            return; // an interrupted call is none
        }
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
        closed = true;
        watch.interrupt();
        try {
            watch.join(AT_MOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As if something had changed. */
    void wake() {
        changed.release();
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

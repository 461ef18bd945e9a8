package mesh.webhook.inject;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people can ask of the mesh on a pod. Each knows what it accepts, so that a typing error is told when it is made. */
@SuppressWarnings("ImmutableEnumChecker") // what it accepts is a function without state
public enum Annotation {
    INJECT("inject", Accepts.TRUE_OR_FALSE),
    SIDECAR("sidecar", Accepts.oneOf("native", "classic")),
    DEBUG("debug", Accepts.TRUE_OR_FALSE),
    SKIP_INBOUND_PORTS("skip-inbound-ports", Accepts.PORTS),
    SKIP_OUTBOUND_PORTS("skip-outbound-ports", Accepts.PORTS),
    SKIP_INBOUND_CIDRS("skip-inbound-cidrs", Accepts.CIDRS),
    SKIP_OUTBOUND_CIDRS("skip-outbound-cidrs", Accepts.CIDRS),
    NFQUEUE("nfqueue", Accepts.number(0, 65_535)),
    IPTABLES_BACKEND("iptables-backend", Accepts.oneOf("auto", "nft", "legacy")),
    PROXY_CPU_REQUEST("proxy-cpu-request", Accepts.QUANTITY),
    PROXY_MEMORY_REQUEST("proxy-memory-request", Accepts.QUANTITY),
    PROXY_CPU_LIMIT("proxy-cpu-limit", Accepts.QUANTITY),
    PROXY_MEMORY_LIMIT("proxy-memory-limit", Accepts.QUANTITY),
    /** Written by the webhook, never by people: the version of the mesh whose proxy the pod has. */
    INJECTED("injected", Accepts.ANYTHING);

    public static final String PREFIX = "diy-service-mesh/";

    private final String key;
    private final Accepts accepts;

    Annotation(String name, Accepts accepts) {
        this.key = PREFIX + name;
        this.accepts = accepts;
    }

    public String key() {
        return key;
    }

    /** Its value on an object with these annotations. */
    public Optional<String> in(Map<String, String> annotations) {
        return Optional.ofNullable(annotations).map(all -> all.get(key)).map(String::strip);
    }

    /** Whether it is there and says yes. */
    public boolean isTrueIn(Map<String, String> annotations) {
        return in(annotations).equals(Optional.of("true"));
    }

    /** What is wrong with those of ours, each with key, value and what is accepted. */
    public static Stream<String> mistakesIn(Map<String, String> annotations) {
        return annotations == null
                ? Stream.of()
                : annotations.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(PREFIX))
                        .sorted(Map.Entry.comparingByKey())
                        .flatMap(entry -> mistake(entry.getKey(), entry.getValue()).stream());
    }

    private static Optional<String> mistake(String key, String value) {
        return Arrays.stream(values())
                .filter(known -> known.key.equals(key))
                .findFirst()
                .map(known -> known.accepts
                        .mistake(value == null ? "" : value.strip())
                        .map(what -> "annotation %s: '%s' %s".formatted(key, Shown.of(value), what)))
                .orElseGet(() -> Optional.of("annotation %s: '%s': there is no such annotation; those of a pod are %s"
                        .formatted(key, Shown.of(value), names())));
    }

    private static String names() {
        return Arrays.stream(values())
                .filter(known -> known != INJECTED)
                .map(Annotation::key)
                .collect(Collectors.joining(", "));
    }
}

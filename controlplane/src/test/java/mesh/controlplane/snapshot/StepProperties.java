package mesh.controlplane.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.controlplane.catalog.ObjectName;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever steps a proxy takes, in order, it ends with exactly the newest state. */
class StepProperties {
    @Property(tries = 300)
    void stepsInOrderEqualTheFullState(@ForAll("histories") List<Map<Integer, Integer>> history) {
        var proxy = new TreeMap<ObjectName, Service>();
        var held = Optional.<Snapshot>empty();
        for (int version = 0; version < history.size(); version++) {
            var snapshot = snapshot(version, history.get(version));
            apply(snapshot.stepFrom(held), proxy);
            held = Optional.of(snapshot);
            assertEquals(snapshot.services(), proxy);
        }
    }

    @Property(tries = 300)
    void versionsInBetweenMayBeSkipped(@ForAll("histories") List<Map<Integer, Integer>> history) {
        var first = snapshot(0, history.getFirst());
        var last = snapshot(history.size(), history.getLast());
        var proxy = new TreeMap<>(first.services());
        apply(last.stepFrom(Optional.of(first)), proxy);
        assertEquals(last.services(), proxy);
    }

    @Property(tries = 300)
    void onlyWhatChangedIsSent(@ForAll("histories") List<Map<Integer, Integer>> history) {
        var first = snapshot(0, history.getFirst());
        var last = snapshot(history.size(), history.getLast());
        var step = last.stepFrom(Optional.of(first));
        step.changed().forEach(service -> assertFalse(first.services().containsValue(service)));
        step.removed().forEach(name -> assertTrue(first.services().containsKey(name(name))));
    }

    private static void apply(Step step, SortedMap<ObjectName, Service> proxy) {
        var messages = step.messages();
        if (step.full()) {
            proxy.clear();
        }
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            assertEquals(step.version(), message.getVersion());
            assertEquals(step.full(), message.getFull());
            assertEquals(i < messages.size() - 1, message.getMore());
            message.getServicesList().forEach(service -> proxy.put(name(service.getName()), service));
            message.getRemovedList().forEach(name -> proxy.remove(name(name)));
        }
    }

    private static ObjectName name(ServiceName name) {
        return new ObjectName(name.getNamespace(), name.getName());
    }

    /** @param state from a service's number to what it is like */
    private static Snapshot snapshot(int version, Map<Integer, Integer> state) {
        var services = new TreeMap<ObjectName, Service>();
        state.forEach((number, content) -> {
            var name = new ObjectName("shop", "s" + number);
            services.put(
                    name,
                    Service.newBuilder()
                            .setName(Snapshot.message(name))
                            .addAddresses("x".repeat(content * 10_000)) // so that steps have several parts
                            .build());
        });
        return new Snapshot("v" + version, services);
    }

    @Provide
    Arbitrary<List<Map<Integer, Integer>>> histories() {
        return Arbitraries.maps(
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.integers().between(0, 3))
                .list()
                .ofMinSize(2)
                .ofMaxSize(6);
    }
}

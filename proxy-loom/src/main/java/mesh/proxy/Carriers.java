package mesh.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.loom.BufferPool;
import mesh.proxy.loom.Carrier;
import mesh.proxy.loom.EventLoop;
import mesh.proxy.loom.JdkThreads;
import mesh.proxy.loom.PipePool;

/** The carriers of one proxy. */
record Carriers(Kind kind, List<Carrier> all) implements AutoCloseable {
    /** Who schedules the proxy's threads. */
    enum Kind {
        /** An {@link EventLoop} a core. */
        OWN,
        /** Virtual threads on the JDK's scheduler. */
        JDK,
        /** Platform threads. */
        PLATFORM
    }

    static Carriers start(Settings settings) throws IOException {
        var bytes = settings.bufferBytes();
        return switch (settings.carriers()) {
            case OWN -> EventLoop.unavailableBecause().isEmpty() ? own(settings) : instead(bytes);
            case JDK -> new Carriers(Kind.JDK, List.of(JdkThreads.virtual(pool(bytes))));
            case PLATFORM -> new Carriers(Kind.PLATFORM, List.of(JdkThreads.platform(pool(bytes))));
        };
    }

    private static Carriers own(Settings settings) throws IOException {
        var loops = new ArrayList<Carrier>();
        for (int i = 0; i < settings.carrierCount(); i++) {
            var buffers = pool(settings.bufferBytes() / settings.carrierCount());
            loops.add(EventLoop.start(i, buffers, new PipePool(settings.bulkPipes())));
        }
        return new Carriers(Kind.OWN, loops);
    }

    private static Carriers instead(long bytes) {
        System.err.println("running on the JDK's scheduler (as with --carriers jdk): this JDK does not let us in: "
                + EventLoop.unavailableBecause());
        return new Carriers(Kind.JDK, List.of(JdkThreads.virtual(pool(bytes))));
    }

    private static BufferPool pool(long bytes) {
        return new BufferPool(Math.clamp(bytes / BufferPool.BUFFER_BYTES, 1, Integer.MAX_VALUE));
    }

    List<EventLoop> loops() {
        return all.stream()
                .filter(EventLoop.class::isInstance)
                .map(EventLoop.class::cast)
                .toList();
    }

    @Override
    public void close() {
        all.forEach(Carrier::close);
    }
}

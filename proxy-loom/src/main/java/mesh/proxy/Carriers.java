package mesh.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.loom.BufferPool;
import mesh.proxy.loom.Carrier;
import mesh.proxy.loom.EventLoop;
import mesh.proxy.loom.JdkThreads;

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

    static Carriers start(Kind kind, int count, long bufferBytes) throws IOException {
        return switch (kind) {
            case OWN -> own(count, bufferBytes / count);
            case JDK -> new Carriers(kind, List.of(JdkThreads.virtual(pool(bufferBytes))));
            case PLATFORM -> new Carriers(kind, List.of(JdkThreads.platform(pool(bufferBytes))));
        };
    }

    private static Carriers own(int count, long bytesEach) throws IOException {
        if (!EventLoop.unavailableBecause().isEmpty()) {
            System.err.println("running on the JDK's scheduler (as with --carriers jdk): this JDK does not let us in: "
                    + EventLoop.unavailableBecause());
            return start(Kind.JDK, count, bytesEach * count);
        }
        var loops = new ArrayList<Carrier>();
        for (int i = 0; i < count; i++) {
            loops.add(EventLoop.start(i, pool(bytesEach)));
        }
        return new Carriers(Kind.OWN, loops);
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

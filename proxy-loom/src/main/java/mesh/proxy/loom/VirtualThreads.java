package mesh.proxy.loom;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;

/**
 * Virtual threads on a scheduler of ours. The JDK has the entry point, {@code ThreadBuilders.newVirtualThread}, but
 * keeps it package-private; our manifest opens the package ({@code Add-Opens: java.base/java.lang}).
 */
final class VirtualThreads {
    private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2; // Thread.NO_INHERIT_THREAD_LOCALS

    private static final MethodHandle NEW_THREAD;
    private static final MethodHandle CURRENT_CARRIER;
    private static final String UNAVAILABLE_BECAUSE;

    static {
        MethodHandle newThread = null;
        MethodHandle currentCarrier = null;
        String because = "";
        try {
            var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            newThread = lookup.findStatic(
                    Class.forName("java.lang.ThreadBuilders"),
                    "newVirtualThread",
                    MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class));
            currentCarrier =
                    lookup.findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
        } catch (ReflectiveOperationException e) {
            because = e.toString();
        }
        NEW_THREAD = newThread;
        CURRENT_CARRIER = currentCarrier;
        UNAVAILABLE_BECAUSE = because;
    }

    private VirtualThreads() {}

    /** Why this JDK cannot run virtual threads on our scheduler; empty when it can. */
    static String unavailableBecause() {
        return UNAVAILABLE_BECAUSE;
    }

    /** A virtual thread, not started, whose every step runs through {@code scheduler}. */
    static Thread create(Executor scheduler, Runnable task) {
        try {
            return (Thread) NEW_THREAD.invokeExact(scheduler, (String) null, NO_INHERIT_THREAD_LOCALS, task);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot make a virtual thread on our own scheduler", e);
        }
    }

    /** The platform thread that runs the caller, also when the caller is a virtual thread. */
    static Thread currentCarrier() {
        try {
            return (Thread) CURRENT_CARRIER.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot tell the carrier of " + Thread.currentThread(), e);
        }
    }
}

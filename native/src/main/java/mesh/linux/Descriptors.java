package mesh.linux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.Channel;

/**
 * The number of the descriptor under a java.nio channel. The JDK keeps it in {@code sun.nio.ch.SelChImpl}; our jars
 * ask for that package in their manifests ({@code Add-Exports: java.base/sun.nio.ch}).
 */
public final class Descriptors {
    private static final MethodHandle FD = find();

    private Descriptors() {}

    /**
     * The descriptor of an open socket channel; -1 when it is closed. It stays the channel's: never close it. The JDK
     * goes on telling the number of a closed channel, and by then it may be another connection's. So it is for a thread
     * that nobody closes the channel beside.
     */
    public static int of(Channel channel) {
        try {
            return channel.isOpen() ? (int) FD.invokeExact(channel) : -1;
        } catch (Throwable e) {
            throw new IllegalArgumentException(channel + " is not a channel with a descriptor", e);
        }
    }

    private static MethodHandle find() {
        try {
            var type = Class.forName("sun.nio.ch.SelChImpl");
            return MethodHandles.lookup()
                    .unreflect(type.getMethod("getFDVal"))
                    .asType(MethodType.methodType(int.class, Channel.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("""
                    cannot reach the descriptor of a socket channel: the JDK's package sun.nio.ch is closed to us. \
                    Start with `java -jar` (our manifests open it) or add \
                    `--add-exports java.base/sun.nio.ch=ALL-UNNAMED`.""", e);
        }
    }
}

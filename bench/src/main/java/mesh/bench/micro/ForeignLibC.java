package mesh.bench.micro;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The foreign function API, JEP 454. Its memory is allocated once, as a careful binding would. One thread at a time. */
@SuppressWarnings("restricted") // native access is the point here; the jar asks for it in its manifest
final class ForeignLibC {
    private static final MethodHandle GETSOCKOPT = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("getsockopt"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
                    Linker.Option.captureCallState("errno"));
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final int LONGEST_BYTES = 64;

    private final MemorySegment errno = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
    private final MemorySegment value = Arena.ofAuto().allocate(LONGEST_BYTES);
    private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);

    void getsockopt(int fd, int level, int name, byte[] into) {
        length.set(JAVA_INT, 0, into.length);
        try {
            if ((int) GETSOCKOPT.invokeExact(errno, fd, level, name, value, length) < 0) {
                throw new IllegalStateException("getsockopt failed with errno " + (int) ERRNO.get(errno, 0L));
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("getsockopt could not be called", e);
        }
        MemorySegment.copy(value, JAVA_BYTE, 0, into, 0, into.length);
    }
}

package mesh.bench.micro;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/** JNA direct mapping: each native method is registered with JNI. What {@code mesh.linux} uses. */
final class JnaDirect {
    static {
        Native.register(JnaDirect.class, "c");
    }

    private JnaDirect() {}

    static native int getsockopt(int fd, int level, int name, byte[] value, int[] length) throws LastErrorException;
}

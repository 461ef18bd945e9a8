package mesh.bench.micro;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;

/** JNA interface mapping: each call goes through a {@link java.lang.reflect.Proxy}. */
interface JnaInterface extends Library {
    JnaInterface INSTANCE = Native.load("c", JnaInterface.class);

    int getsockopt(int fd, int level, int name, byte[] value, int[] length) throws LastErrorException;
}

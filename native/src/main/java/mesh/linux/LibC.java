package mesh.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/**
 * The libc calls we make, by JNA direct mapping: about a third of the cost of an interface proxy (see
 * {@code ./mesh bench micro}). errno arrives inside the exception; asked for later, it may be another call's.
 */
final class LibC {
    /** {@code <bits/in.h>}, {@code <linux/netfilter_ipv4.h>}. */
    static final int SOL_IP = 0, SO_ORIGINAL_DST = 80;

    /** {@code <bits/in.h>}, {@code <linux/netfilter_ipv6/ip6_tables.h>}. */
    static final int SOL_IPV6 = 41, IP6T_SO_ORIGINAL_DST = 80;

    /** {@code <netinet/tcp.h>}. */
    static final int IPPROTO_TCP = 6;

    /** {@code <sched.h>}: the kind of namespace that setns(2) is to find behind its descriptor. */
    static final int CLONE_NEWNET = 0x40000000;

    /** {@code <fcntl.h>}. */
    static final int O_RDONLY = 0, O_CLOEXEC = 0x80000;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    /** getsockopt(2); {@code length[0]} goes in as the size of {@code value} and comes out as the bytes written. */
    static native int getsockopt(int fd, int level, int name, byte[] value, int[] length) throws LastErrorException;

    /** setsockopt(2) of an option whose value is an int. */
    static native int setsockopt(int fd, int level, int name, int[] value, int length) throws LastErrorException;

    /** open(2). */
    static native int open(String path, int flags) throws LastErrorException;

    /** close(2). */
    static native int close(int fd) throws LastErrorException;

    /** setns(2): moves the calling thread, and no other, into the namespace behind {@code fd}. */
    static native int setns(int fd, int kind) throws LastErrorException;

    /** geteuid(2). */
    static native int geteuid();
}

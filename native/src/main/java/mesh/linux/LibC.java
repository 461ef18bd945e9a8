package mesh.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The libc calls we make, by JNA direct mapping: half the cost of an interface proxy (see
 * {@code ./mesh bench micro}). errno arrives inside the exception; asked for later, it may be another call's.
 *
 * <p>The calls whose everyday outcome is an errno (EAGAIN) declare no exception: {@link #errno()} right after one, on
 * the same thread and with nothing between that could park it, is that call's.
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
    static final int O_RDONLY = 0, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000;

    /** {@code <fcntl.h>}: sets the bytes a pipe can hold, and answers what the kernel made of it. */
    static final int F_SETPIPE_SZ = 1031;

    /** {@code <fcntl.h>}: splice(2) must not wait for the pipe; the socket has its own O_NONBLOCK. */
    static final int SPLICE_F_NONBLOCK = 2;

    /** {@code <asm-generic/socket.h>}: SO_RCVBUFFORCE is SO_RCVBUF past the limit of sysctl net.core.rmem_max. */
    static final int SOL_SOCKET = 1, SO_RCVBUFFORCE = 33;

    /** {@code <poll.h>}, {@code <bits/socket.h>}. */
    static final int POLLIN = 1, MSG_DONTWAIT = 0x40;

    /** {@code <net/if.h>}. */
    static final int IF_NAMESIZE = 16;

    /** In place of a pointer: no offset, because neither end of our splice(2) is a file. */
    static final Pointer NO_OFFSET = null;

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

    /** pipe2(2): {@code ends[0]} is for reading, {@code ends[1]} for writing. */
    static native int pipe2(int[] ends, int flags) throws LastErrorException;

    /** fcntl(2) with an int as argument. */
    static native int fcntl(int fd, int command, int argument) throws LastErrorException;

    /** splice(2): the bytes moved, 0 at the end of the input, -1 with {@link #errno()}. */
    static native long splice(int in, Pointer inOffset, int out, Pointer outOffset, long bytes, int flags);

    /** poll(2) on {@code count} times {@code struct pollfd}: how many are ready, -1 with {@link #errno()}. */
    static native int poll(Pointer descriptors, long count, int timeoutMillis);

    /** recv(2): the bytes received, -1 with {@link #errno()}. */
    static native long recv(int fd, Pointer buffer, long bytes, int flags);

    /** if_indextoname(3): {@code name}, null when there is no such interface in the thread's network namespace. */
    static native Pointer if_indextoname(int index, byte[] name);

    /** setns(2): moves the calling thread, and no other, into the namespace behind {@code fd}. */
    static native int setns(int fd, int kind) throws LastErrorException;

    /** geteuid(2). */
    static native int geteuid();

    /** errno as the last call of this native thread left it. */
    static int errno() {
        return Native.getLastError();
    }
}

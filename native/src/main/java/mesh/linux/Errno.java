package mesh.linux;

import com.sun.jna.LastErrorException;

/** Names of the errno values that our calls can meet: {@code <asm-generic/errno-base.h>}, {@code errno.h}. */
public enum Errno {
    EPERM(1, "not permitted"),
    ENOENT(2, "no such entry"),
    ESRCH(3, "no such process"),
    EINTR(4, "interrupted by a signal"),
    EBADF(9, "descriptor is not open"),
    EAGAIN(11, "nothing there now"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "access denied"),
    EBUSY(16, "in use"),
    EEXIST(17, "exists already"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "the machine is out of descriptors"),
    EMFILE(24, "the process is out of descriptors"),
    EPIPE(32, "the reader is gone"),
    ENOTSOCK(88, "descriptor is not a socket"),
    ENOPROTOOPT(92, "no such option at this level"),
    EPROTONOSUPPORT(93, "protocol not supported by this kernel"),
    EOPNOTSUPP(95, "not supported"),
    EADDRINUSE(98, "address in use"),
    EADDRNOTAVAIL(99, "address is not local"),
    ENETUNREACH(101, "no route to that network"),
    ECONNRESET(104, "reset by the peer"),
    ENOBUFS(105, "no buffer space: messages were lost"),
    ENOTCONN(107, "not connected"),
    ETIMEDOUT(110, "timed out"),
    ECONNREFUSED(111, "refused"),
    EHOSTUNREACH(113, "no route to that host");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The number that the kernel uses on Linux, on every architecture that we support. */
    public int number() {
        return number;
    }

    /** {@code EPERM (1, not permitted)}; {@code errno 71} for a number without a name here. */
    public static String describe(int number) {
        for (var errno : values()) {
            if (errno.number == number) {
                return errno.name() + " (" + number + ", " + errno.meaning + ")";
            }
        }
        return "errno " + number;
    }

    static String describe(LastErrorException e) {
        return describe(e.getErrorCode());
    }

    boolean is(LastErrorException e) {
        return is(e.getErrorCode());
    }

    boolean is(int errno) {
        return errno == number;
    }
}

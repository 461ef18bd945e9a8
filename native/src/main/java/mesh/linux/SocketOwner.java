package mesh.linux;

import com.sun.jna.Native;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;

/**
 * Who a socket belongs to. iptables' owner match reads the filesystem uid and gid of the thread that called socket(2);
 * setfsuid(2) changes those of the calling thread alone, so one process can open sockets as several users. Sharing the
 * real and effective ids, as the JDK's threads do, is not disturbed.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/master/net/netfilter/xt_owner.c">owner_mt()</a>
 */
public final class SocketOwner {
    private static final int ASK =
            -1; // an id that no thread may have: the call changes nothing and answers the present one

    static {
        Native.register(SocketOwner.class, "c");
    }

    private SocketOwner() {}

    /** setfsuid(2): answers the id from before, and has no way to report an error. */
    private static native int setfsuid(int uid);

    private static native int setfsgid(int gid);

    /** The id that sockets opened by this thread belong to now. */
    public static long uid() {
        return Integer.toUnsignedLong(setfsuid(ASK));
    }

    /** The group, likewise. */
    public static long gid() {
        return Integer.toUnsignedLong(setfsgid(ASK));
    }

    /**
     * Opens an unconnected socket that belongs to the user and the group.
     *
     * @throws IOException when this process may not take those ids (it lacks CAP_SETUID or CAP_SETGID)
     */
    public static SocketChannel open(long uid, long gid, StandardProtocolFamily family) throws IOException {
        SocketChannel.open(family).close(); // loads the classes now: as the other user their files may be unreadable
        int ownUid = setfsuid(ASK);
        int ownGid = setfsgid(ASK);
        try {
            setfsgid((int) gid);
            setfsuid((int) uid);
            return openAs(uid, gid, family);
        } finally {
            setfsuid(ownUid);
            setfsgid(ownGid);
        }
    }

    private static SocketChannel openAs(long uid, long gid, ProtocolFamily family) throws IOException {
        if (setfsuid(ASK) != (int) uid || setfsgid(ASK) != (int) gid) {
            throw new IOException("""
                    cannot open a socket as uid %d, gid %d: the kernel kept this process at its own. \
                    It needs CAP_SETUID and CAP_SETGID (in a pod: capabilities.add: [SETUID, SETGID]).""".formatted(uid, gid));
        }
        return SocketChannel.open(family);
    }
}

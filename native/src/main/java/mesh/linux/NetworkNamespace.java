package mesh.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A named network namespace: what a pod is to the network. It has its own interfaces, routes, iptables rules,
 * conntrack table and ports. Named ones are files in {@code /run/netns}, shared with ip-netns(8).
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final Path NAMES = Path.of("/run/netns");

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** Makes a namespace and brings its loopback up. @throws IOException also when the name is taken */
    public static NetworkNamespace create(String name) throws IOException {
        Command.run("ip", "netns", "add", name).orThrow();
        var namespace = new NetworkNamespace(name);
        try {
            namespace.run("ip", "link", "set", "lo", "up").orThrow();
        } catch (IOException e) {
            namespace.close(); // whole or not at all: nobody knows of it yet
            throw e;
        }
        return namespace;
    }

    /** A namespace that exists. @throws IOException naming it, when it does not */
    public static NetworkNamespace open(String name) throws IOException {
        if (!Files.exists(NAMES.resolve(name))) {
            throw new IOException("no network namespace named " + name + "; `ip netns list` shows those there are");
        }
        return new NetworkNamespace(name);
    }

    public String name() {
        return name;
    }

    public Path path() {
        return NAMES.resolve(name);
    }

    /**
     * Runs {@code work} on a platform thread of its own inside this namespace and waits for it. A socket belongs to
     * the namespace of the thread that opened it, and may afterwards be used from any thread; a process that
     * {@code work} starts stays inside.
     */
    public <T> T call(Callable<T> work) throws Exception {
        var task = new FutureTask<T>(() -> {
            enter();
            return work.call();
        });
        Thread.ofPlatform().name("netns-" + name).daemon().start(task); // setns moves one thread, so it gets its own
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new IllegalStateException("work in namespace " + name + " failed", e.getCause());
        }
    }

    /** Runs a program in here to its end. */
    public Command run(String... line) throws IOException {
        try {
            return call(() -> Command.run(line));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("`%s` in namespace %s failed".formatted(String.join(" ", line), name), e);
        }
    }

    /** Deletes the name. The namespace itself lives on until its last process and socket are gone. */
    @Override
    public void close() throws IOException {
        Command.run("ip", "netns", "delete", name).orThrow();
    }

    private void enter() throws IOException {
        int fd = -1;
        try {
            fd = LibC.open(path().toString(), LibC.O_RDONLY | LibC.O_CLOEXEC);
            LibC.setns(fd, LibC.CLONE_NEWNET);
        } catch (LastErrorException e) {
            throw new IOException(
                    "cannot enter network namespace %s: %s. %s"
                            .formatted(
                                    name,
                                    Errno.describe(e),
                                    Errno.ENOENT.is(e)
                                            ? "`ip netns list` shows those there are."
                                            : "Entering one needs root (CAP_SYS_ADMIN)."),
                    e);
        } finally {
            if (fd >= 0) {
                LibC.close(fd);
            }
        }
    }
}

package mesh.lab.watch;

import java.io.IOException;
import mesh.linux.NetworkNamespace;

/** A watch in a process of its own, which a test can kill. Its argument is the pod's name. */
final class WatchProcess {
    private WatchProcess() {}

    public static void main(String[] arguments) throws IOException {
        new PacketWatch(NetworkNamespace.open(arguments[0]), System.out, WatchOptions.defaults()).run();
    }

    static Process start(NetworkNamespace pod) throws IOException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        return new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WatchProcess.class.getName(),
                        pod.name())
                .redirectErrorStream(true)
                .start();
    }
}

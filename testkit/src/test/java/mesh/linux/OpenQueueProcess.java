package mesh.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens a queue in a process of its own, and prints why it could not. */
final class OpenQueueProcess {
    private OpenQueueProcess() {}

    public static void main(String[] arguments) {
        try (var queue = NetfilterQueue.open(QueueOptions.queue(QueuedPod.NUMBER), packet -> Verdict.ACCEPT)) {
            System.out.println("opened " + queue.number());
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    /** Runs it in a pod, behind a command that takes something away. @return what it printed */
    static String run(NetworkNamespace pod, String... behind) throws IOException {
        var line = new ArrayList<>(List.of(behind));
        line.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OpenQueueProcess.class.getName()));
        return pod.run(line.toArray(String[]::new)).orThrow().output();
    }
}

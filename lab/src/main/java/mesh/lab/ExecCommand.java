package mesh.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        description = {
            "Runs a command inside a pod, or on the node: in its network, with its /etc/hosts, as root. Its exit code is"
                    + " ours.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh exec app-a -- curl -s http://app-b:8080/     through both proxies",
            "  ./mesh exec app-a -- setpriv --reuid 1337 --clear-groups curl -s http://app-b:8080/",
            "                                                      as the proxy's user: past app-a's proxy",
            "  ./mesh exec app-a -- ss -tnp                        connections on both sides of the proxy",
            "  ./mesh exec app-b -- conntrack -L                   how the kernel knows where they were heading",
            "  ./mesh exec node -- curl -s http://localhost:15014/proxies",
            "                                                      what the control plane knows of each proxy",
            "  ./mesh exec app-a -- bash                           look around",
            "",
            "What to learn: a pod is a network of its own. The rules do not ask which program calls, only who its user"
                    + " is and where it goes."
        })
final class ExecCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Parameters(index = "0", paramLabel = "POD", description = "app-a, app-b or app-b2; or node")
    private String pod;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "-- CMD", description = "the command and its arguments")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var namespace = RunningMesh.required("exec").topology().namespace(pod);
        var line = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        line.addAll(command);
        var process = new ProcessBuilder(line).inheritIO().start();
        // Ctrl-C reaches the command as well as us. It decides what that means; we end when it does, as it does.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endWith(process), "end-with-the-command"));
        return process.waitFor();
    }

    private static void endWith(Process process) {
        try {
            Runtime.getRuntime().halt(process.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package mesh.proxy;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.linux.AddressText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The sidecar as a program. It runs alone, as any user and without any capability: rules that send it traffic are
 * netinit's work. {@link Sidecar} is what runs; {@code mesh.proxy.listener.InterceptedConnection} is one connection.
 */
@Command(
        name = "proxy-loom",
        mixinStandardHelpOptions = true,
        versionProvider = Proxy.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Relays redirected TCP connections to where they were heading.",
            "It asks the kernel for each connection's original destination (SO_ORIGINAL_DST), connects there, and"
                    + " moves bytes both ways. Stop it with SIGTERM: it drains first.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:drained after SIGTERM or POST /quit", "1:could not start", "2:a flag is wrong"},
        footerHeading = "%nTry it without any rule:%n",
        footer = {
            "  java -jar proxy-loom.jar --inbound 15006 --outbound 15001 --forward-to localhost:8080",
            "  curl http://localhost:15006/ ; curl -s http://localhost:15020/stories"
        })
public final class Proxy implements Callable<Integer> {
    @Mixin
    private ProxyOptions options;

    public static void main(String... args) {
        Thread.setDefaultUncaughtExceptionHandler(Proxy::brokenThread);
        int exit = ProxyOptions.commandLine(new Proxy()).execute(args);
        System.exit(exit);
    }

    @Override
    public Integer call() throws InterruptedException {
        var settings = options.settings();
        try {
            var sidecar = Sidecar.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(sidecar), "drain"));
            MemoryReturn.start();
            System.err.printf(
                    "proxy-loom ready: outbound %s, inbound %s, admin %s%n",
                    AddressText.of(sidecar.outboundAddress()),
                    AddressText.of(sidecar.inboundAddress()),
                    AddressText.of(sidecar.adminAddress()));
            sidecar.awaitQuit(); // or a signal starts the shutdown hook: which drains, and which the exit below starts
            // too
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            System.err.println("proxy-loom cannot start: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static void drain(Sidecar sidecar) {
        try {
            sidecar.drain();
            Runtime.getRuntime().halt(CommandLine.ExitCode.OK); // else the JVM would say 143: killed by SIGTERM
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A carrier that dies would leave its connections hanging: then it is better to be restarted. */
    private static void brokenThread(Thread thread, Throwable e) {
        System.err.println("thread " + thread.getName() + " ended by an error that should not happen");
        e.printStackTrace();
        if (!thread.isVirtual()) {
            Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Proxy.class.getPackage().getImplementationVersion();
            return new String[] {
                "proxy-loom " + (version == null ? "(not packed)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}

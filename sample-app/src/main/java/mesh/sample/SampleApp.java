package mesh.sample;

import java.io.IOException;
import java.net.URI;
import java.security.Security;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An everyday service: it answers HTTP and TCP, and calls a peer when it has one. */
@Command(
        name = "sample-app",
        description = {
            "A service to put into a mesh: answers who it is and what it saw of its caller.",
            "",
            "  GET  /               its name, its version, and the request as it arrived",
            "  GET  /call?path=/x   calls the peer, path /x, on a new connection, and shows the answer",
            "  GET  /load?count=100 calls the peer's / so often, on connections that stay open, and tells of",
            "                       each answer in a line of JSON; also rate=N a second, connections=N, reuse=0, path=/x, to=HOST",
            "  GET  /slow?ms=200    answers after a pause (0..60000 ms)",
            "  GET  /status/503     answers with that status (200..599)",
            "  POST /echo           answers with the body",
            "",
            "People get text; `Accept: application/json` gets JSON. The TCP port returns every byte.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 100)
public final class SampleApp implements Runnable {
    @Option(names = "--name", required = true, description = "what it calls itself, such as app-b")
    private String name;

    @Option(names = "--version", defaultValue = "v1", description = "the version it answers (${DEFAULT-VALUE})")
    private String version;

    @Option(
            names = "--pod",
            paramLabel = "NAME",
            description = "which one of those of its name (default: the only one)")
    private Optional<String> pod = Optional.empty();

    @Option(names = "--port", defaultValue = "8080", description = "HTTP/1.1, both families (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--tcp-port", defaultValue = "9090", description = "TCP echo, both families (${DEFAULT-VALUE})")
    private int tcpPort;

    @Option(names = "--peer", description = "whom /call and the loop call, such as http://app-b:8080")
    private Optional<URI> peer = Optional.empty();

    @Option(names = "--call-every", paramLabel = "SECONDS", description = "call the peer in a loop (default: do not)")
    private Optional<Integer> callEvery = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this text")
    boolean help;

    public static void main(String... args) {
        Security.setProperty("networkaddress.cache.ttl", "1"); // seconds: pods that come back have another address
        int exit = new CommandLine(new SampleApp())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    System.err.println("sample-app: " + e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args);
        if (exit != 0) {
            System.exit(exit); // else the servers' threads keep the process alive
        }
    }

    @Override
    public void run() {
        try {
            start();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void start() throws IOException {
        var self = new Self(name, version, pod.orElse(name));
        var calls = peer.map(PeerCalls::new);
        TcpEcho.start(tcpPort);
        HttpPages.start(self, port, calls);
        System.out.printf("%s %s answers HTTP on %d and echoes TCP on %d%n", name, version, port, tcpPort);
        if (calls.isPresent() && callEvery.isPresent()) {
            calls.get().loop(Duration.ofSeconds(callEvery.get()), System.out);
        }
    }
}

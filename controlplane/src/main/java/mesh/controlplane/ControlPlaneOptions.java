package mesh.controlplane;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import mesh.controlplane.kubernetes.KubernetesSettings;
import mesh.controlplane.stream.Watchers.Patience;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags and environment variables of the control plane. A flag wins over its variable. */
final class ControlPlaneOptions {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = "${env:MESH_FOLDER}",
            description = "Manifests to serve and to watch: its *.yaml and *.yml files. $$MESH_FOLDER.")
    private Path folder;

    @Option(
            names = "--kubernetes",
            defaultValue = "${env:MESH_KUBERNETES:-false}",
            description =
                    "Serve and watch the objects of a cluster: of the one that this pod is in, as its ServiceAccount;"
                            + " elsewhere of the one that kubectl uses. $$MESH_KUBERNETES.")
    private boolean kubernetes;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:MESH_KUBECONFIG}",
            description = "With --kubernetes: which cluster, and as whom. $$MESH_KUBECONFIG.")
    private Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:MESH_CONTEXT}",
            description = "With --kubernetes: a context of the kubeconfig; without, its current one. $$MESH_CONTEXT.")
    private String context;

    @Option(
            names = "--grpc",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_GRPC:-15010}",
            description = "Where proxies connect to: PORT (on every address) or ADDRESS:PORT. $$MESH_GRPC." + DEFAULT)
    private InetSocketAddress grpc;

    @Option(
            names = "--admin",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_CONTROLPLANE_ADMIN:-15014}",
            description = "HTTP: /ready /live /metrics /proxies /snapshot. $$MESH_CONTROLPLANE_ADMIN." + DEFAULT)
    private InetSocketAddress admin;

    @Option(
            names = "--max-proxies",
            paramLabel = "N",
            defaultValue = "${env:MESH_MAX_PROXIES:-2000}",
            description = "Connected at once; more are refused. $$MESH_MAX_PROXIES." + DEFAULT)
    private int maxProxies;

    @Option(
            names = "--heartbeat",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_HEARTBEAT:-10s}",
            description = "Ask a proxy that was sent nothing for so long whether it lives. $$MESH_HEARTBEAT." + DEFAULT)
    private Duration heartbeat;

    @Option(
            names = "--answer-timeout",
            paramLabel = "TIME",
            defaultValue = "${env:MESH_ANSWER_TIMEOUT:-15s}",
            description = "End the stream of a proxy that takes longer to answer. $$MESH_ANSWER_TIMEOUT." + DEFAULT)
    private Duration answerTimeout;

    /** A command line that knows how to read our types. */
    static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .registerConverter(InetSocketAddress.class, converter(ListenAddress::parse))
                .registerConverter(Duration.class, converter(ControlPlaneOptions::duration));
    }

    /** What the flags say. @throws ParameterException naming the flag, its value and what is accepted */
    Settings settings() {
        if (maxProxies < 1 || maxProxies > 100_000) {
            throw fail("--max-proxies " + maxProxies + ": must be from 1 to 100000");
        }
        var patience = new Patience(checked("--heartbeat", heartbeat), checked("--answer-timeout", answerTimeout));
        return new Settings(source(), grpc, admin, maxProxies, patience);
    }

    private Source source() {
        if (kubernetes == (folder != null)) {
            throw fail("name one source of what there is: --folder FOLDER or --kubernetes"
                    + (kubernetes ? ", not both (--folder is " + folder + ")" : ""));
        }
        if (!kubernetes && (kubeconfig != null || context != null)) {
            throw fail("--kubeconfig and --context say which cluster: they go with --kubernetes, not with --folder");
        }
        return kubernetes
                ? new Source.Kubernetes(
                        new KubernetesSettings(Optional.ofNullable(kubeconfig), Optional.ofNullable(context)))
                : new Source.Folder(folder);
    }

    private Duration checked(String option, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw fail("%s %d ms: must be from 100ms to 1h".formatted(option, value.toMillis()));
        }
        return value;
    }

    private ParameterException fail(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}. */
    private static Duration duration(String text) {
        try {
            if (text.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration: write a number with ms, s, m or h, such as 500ms or 5s", e);
        }
    }

    private static <T> CommandLine.ITypeConverter<T> converter(java.util.function.Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        };
    }
}

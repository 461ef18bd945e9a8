package mesh.lab.cluster;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mesh.lab.view.Failure;

/** Finds out which cluster is meant, as kubectl does, and never falls back to another. */
final class Kubeconfig {
    private static final Path IN_A_POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private Kubeconfig() {}

    static Config read(Optional<Path> named, Optional<String> context) throws Failure {
        if (named.isPresent() && !Files.isReadable(named.get())) {
            throw new Failure("--kubeconfig %s cannot be read".formatted(named.get()));
        }
        if (named.isEmpty() && files().isEmpty() && !Files.isReadable(IN_A_POD)) {
            throw new Failure("no kubeconfig: %s. Name one with --kubeconfig FILE, or get one from your cluster,"
                            .formatted(whereWasLooked())
                    + " such as `kind export kubeconfig`.");
        }
        var config = config(named, context);
        if (context.isPresent() && !contexts(config).contains(context.get())) {
            throw new Failure("the kubeconfig has no context '%s'. It has: %s"
                    .formatted(context.get(), String.join(", ", contexts(config))));
        }
        return config;
    }

    private static Config config(Optional<Path> named, Optional<String> context) throws Failure {
        try {
            return named.isPresent()
                    ? Config.fromKubeconfig(context.orElse(null), named.get().toFile())
                    : Config.autoConfigure(context.orElse(null));
        } catch (RuntimeException e) { // the library has no other for a file that is no kubeconfig
            var which = named.map(Path::toString).orElse(files().toString());
            throw new Failure("the kubeconfig %s cannot be used: %s".formatted(which, ClusterFailure.root(e)), e);
        }
    }

    private static List<String> contexts(Config config) {
        return Optional.ofNullable(config.getContexts()).orElse(List.of()).stream()
                .map(NamedContext::getName)
                .toList();
    }

    private static List<Path> files() {
        return Config.getKubeconfigFilenames().stream()
                .map(Path::of)
                .filter(Files::isReadable)
                .toList();
    }

    private static String whereWasLooked() {
        return Config.getKubeconfigFilenames().stream()
                .map(file -> file + " cannot be read")
                .collect(Collectors.joining(", "));
    }
}

package mesh.webhook;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mesh.webhook.inject.InjectorSettings;

/**
 * What the command line says.
 *
 * @param https where the API server calls
 * @param certificateFolder tls.crt and tls.key kept by others; empty: our own, in a Secret
 * @param namespace where the Secret is, and the Service
 * @param service by which the API server reaches us
 * @param certificateNames other names and addresses by which it may
 * @param drainDelay for how long to go on answering after SIGTERM: until then others may still be sent here
 */
record Settings(
        InetSocketAddress https,
        InetSocketAddress admin,
        Optional<Path> certificateFolder,
        Optional<Path> kubeconfig,
        String namespace,
        String service,
        List<String> certificateNames,
        Duration drainDelay,
        InjectorSettings injector) {}

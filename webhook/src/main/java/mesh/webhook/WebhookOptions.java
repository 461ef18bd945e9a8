package mesh.webhook;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mesh.webhook.inject.InjectorSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags and environment variables of the webhook. A flag wins over its variable. */
final class WebhookOptions {
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--https",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_HTTPS:-8443}",
            description = "Where the API server calls /mutate and /validate. $$MESH_HTTPS." + DEFAULT)
    private int https;

    @Option(
            names = "--admin",
            paramLabel = "PORT",
            defaultValue = "${env:MESH_WEBHOOK_ADMIN:-15024}",
            description = "HTTP: /ready /live /metrics /unmeshed. $$MESH_WEBHOOK_ADMIN." + DEFAULT)
    private int admin;

    @Option(
            names = "--proxy-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:MESH_PROXY_IMAGE:-diy-service-mesh/proxy-loom:dev}",
            description = "Of the sidecar. $$MESH_PROXY_IMAGE." + DEFAULT)
    private String proxyImage;

    @Option(
            names = "--netinit-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:MESH_NETINIT_IMAGE:-diy-service-mesh/netinit:dev}",
            description = "Of the init container that sets the rules. $$MESH_NETINIT_IMAGE." + DEFAULT)
    private String netinitImage;

    @Option(
            names = "--debug-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:MESH_DEBUG_IMAGE:-diy-service-mesh/mesh-debug:dev}",
            description = "With the tools to look at rules and packets. $$MESH_DEBUG_IMAGE." + DEFAULT)
    private String debugImage;

    @Option(
            names = "--image-pull-policy",
            paramLabel = "POLICY",
            defaultValue = "${env:MESH_IMAGE_PULL_POLICY:-IfNotPresent}",
            description = "Of these images: IfNotPresent, Always or Never. $$MESH_IMAGE_PULL_POLICY." + DEFAULT)
    private String pullPolicy;

    @Option(
            names = "--control-plane",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MESH_CONTROL_PLANE:-controlplane.mesh-system.svc.cluster.local:15010}",
            description = "That injected proxies connect to. $$MESH_CONTROL_PLANE." + DEFAULT)
    private String controlPlane;

    @Option(
            names = "--debug-default",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "${env:MESH_DEBUG_DEFAULT:-false}",
            description = "Every injected pod gets the container mesh-debug, unless it says diy-service-mesh/debug:"
                    + " \"false\". $$MESH_DEBUG_DEFAULT." + DEFAULT)
    private boolean debugDefault;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "${env:MESH_SYSTEM_NAMESPACE:-mesh-system}",
            description = "Of this webhook. $$MESH_SYSTEM_NAMESPACE." + DEFAULT)
    private String namespace;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "${env:MESH_WEBHOOK_SERVICE:-webhook}",
            description = "By which the API server reaches it. $$MESH_WEBHOOK_SERVICE." + DEFAULT)
    private String service;

    @Option(
            names = "--certificate-names",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${env:MESH_CERTIFICATE_NAMES}",
            description = "Names and addresses of our certificate besides those of the Service, for an API server that"
                    + " calls by URL. $$MESH_CERTIFICATE_NAMES.")
    private List<String> certificateNames = List.of();

    @Option(
            names = "--certificate-folder",
            paramLabel = "FOLDER",
            defaultValue = "${env:MESH_CERTIFICATE_FOLDER}",
            description =
                    "With tls.crt and tls.key that others keep. Without it the webhook makes its own, keeps them in"
                            + " a Secret, and tells the API server to trust them. $$MESH_CERTIFICATE_FOLDER.")
    private Path certificateFolder;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:MESH_KUBECONFIG}",
            description = "Which cluster, and as whom; in a pod its own. $$MESH_KUBECONFIG.")
    private Path kubeconfig;

    @Option(
            names = "--drain-delay",
            paramLabel = "SECONDS",
            defaultValue = "${env:MESH_DRAIN_DELAY:-5}",
            description = "After SIGTERM, go on answering for so long. $$MESH_DRAIN_DELAY." + DEFAULT)
    private int drainDelay;

    /** What the flags say. @throws ParameterException naming the flag, its value and what is accepted */
    Settings settings() {
        if (!controlPlane.matches("[^:\\s]+:[0-9]{1,5}")) {
            throw fail("--control-plane '" + controlPlane + "': write HOST:PORT");
        }
        if (!pullPolicy.matches("IfNotPresent|Always|Never")) {
            throw fail("--image-pull-policy '" + pullPolicy + "': write IfNotPresent, Always or Never");
        }
        if (drainDelay < 0 || drainDelay > 300) {
            throw fail("--drain-delay " + drainDelay + ": must be from 0 to 300 seconds");
        }
        return new Settings(
                port("--https", https),
                port("--admin", admin),
                Optional.ofNullable(certificateFolder),
                Optional.ofNullable(kubeconfig),
                namespace,
                service,
                certificateNames == null ? List.of() : List.copyOf(certificateNames),
                Duration.ofSeconds(drainDelay),
                new InjectorSettings(
                        Webhook.version(),
                        netinitImage,
                        proxyImage,
                        debugImage,
                        pullPolicy,
                        controlPlane,
                        debugDefault));
    }

    private InetSocketAddress port(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw fail(option + " " + port + ": must be a port, 1 to 65535, or 0 for any that is free");
        }
        return new InetSocketAddress(port);
    }

    private ParameterException fail(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}

package mesh.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.lab.cluster.InjectManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "inject",
        description = {
            "Prints a manifest with the sidecars that the webhook would give its pods. No cluster is needed. What cannot be"
                    + " meshed is told on stderr, and then nothing is printed and the exit code is 1.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh inject -f k8s/samples/app-a.yaml                     see what would be added",
            "  kubectl get deploy app-b -o yaml | ./mesh inject -f - | kubectl apply -f -",
            "",
            "What to learn: all of a sidecar is in the pod's manifest, and the webhook does nothing but write it there: an"
                    + " init container that may set rules, a proxy that may do nothing, a token. Compare with"
                    + " `diff <(./mesh inject -f FILE) FILE`."
        })
final class InjectCommand implements Callable<Integer>, InjectManifest.Settings {
    @Mixin
    HelpOption help;

    @Option(names = "-f", paramLabel = "FILE", required = true, description = "YAML or JSON; - is stdin")
    private String file;

    @Option(
            names = "--proxy-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:MESH_PROXY_IMAGE:-diy-service-mesh/proxy-loom:dev}",
            description = "of the sidecar ($$MESH_PROXY_IMAGE, ${DEFAULT-VALUE})")
    private String proxyImage;

    @Option(
            names = "--netinit-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:MESH_NETINIT_IMAGE:-diy-service-mesh/netinit:dev}",
            description = "of the init container that sets the rules ($$MESH_NETINIT_IMAGE, ${DEFAULT-VALUE})")
    private String netinitImage;

    @Option(
            names = "--debug-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:MESH_DEBUG_IMAGE:-diy-service-mesh/mesh-debug:dev}",
            description = "with the tools to look at rules and packets ($$MESH_DEBUG_IMAGE, ${DEFAULT-VALUE})")
    private String debugImage;

    /** The API server's words. */
    enum PullPolicy {
        IfNotPresent,
        Always,
        Never
    }

    @Option(
            names = "--image-pull-policy",
            paramLabel = "POLICY",
            defaultValue = "${env:MESH_IMAGE_PULL_POLICY:-IfNotPresent}",
            description = "of these images: ${COMPLETION-CANDIDATES} ($$MESH_IMAGE_PULL_POLICY, ${DEFAULT-VALUE})")
    private PullPolicy pullPolicy;

    @Option(
            names = "--control-plane",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MESH_CONTROL_PLANE:-controlplane.mesh-system.svc.cluster.local:15010}",
            description = "that the proxies connect to ($$MESH_CONTROL_PLANE, ${DEFAULT-VALUE})")
    private String controlPlane;

    @Option(names = "--debug", description = "a container mesh-debug too, also where the pod does not ask for it")
    private boolean debug;

    @Override
    public Integer call() throws IOException {
        return InjectManifest.print(file, Lab.Version.text(), this);
    }

    @Override
    public String proxyImage() {
        return proxyImage;
    }

    @Override
    public String netinitImage() {
        return netinitImage;
    }

    @Override
    public String debugImage() {
        return debugImage;
    }

    @Override
    public String pullPolicy() {
        return pullPolicy.name();
    }

    @Override
    public String controlPlane() {
        return controlPlane;
    }

    @Override
    public boolean debug() {
        return debug;
    }
}

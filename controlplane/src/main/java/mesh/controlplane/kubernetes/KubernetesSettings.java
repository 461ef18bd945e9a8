package mesh.controlplane.kubernetes;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which cluster, and as whom.
 *
 * @param kubeconfig empty: the ServiceAccount of the pod that this runs in, else what kubectl would use
 * @param context of the kubeconfig; empty: its current one
 */
public record KubernetesSettings(Optional<Path> kubeconfig, Optional<String> context) {}

package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;

/**
 * The pod's proof of who it is, for the mesh alone: no other service accepts this audience. Every user of the pod can read
 * it, as with the token that Kubernetes itself mounts, since without an fsGroup the file belongs to root.
 */
final class TokenVolume {
    private static final long SECONDS = 3600; // the kubelet renews it in time

    private TokenVolume() {}

    static Volume create() {
        return new VolumeBuilder()
                .withName(Names.TOKEN_VOLUME)
                .withNewProjected()
                .withDefaultMode(0444)
                .addNewSource()
                .withNewServiceAccountToken()
                .withAudience(Names.TOKEN_AUDIENCE)
                .withExpirationSeconds(SECONDS)
                .withPath("token")
                .endServiceAccountToken()
                .endSource()
                .endProjected()
                .build();
    }
}

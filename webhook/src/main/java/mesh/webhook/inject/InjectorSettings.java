package mesh.webhook.inject;

/**
 * What is injected.
 *
 * @param version of the mesh; noted on each pod
 * @param netinitImage the init container that sets the rules
 * @param proxyImage the sidecar
 * @param debugImage with the tools to look at rules and packets
 * @param pullPolicy of all three
 * @param controlPlane HOST:PORT that proxies connect to
 * @param debugByDefault whether a pod that says nothing gets the debug container
 */
public record InjectorSettings(
        String version,
        String netinitImage,
        String proxyImage,
        String debugImage,
        String pullPolicy,
        String controlPlane,
        boolean debugByDefault) {}

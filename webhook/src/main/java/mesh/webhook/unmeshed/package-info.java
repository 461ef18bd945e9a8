/**
 * Pods that should be meshed and are not. A webhook sees a pod once, when it is created: whatever went wrong then stays
 * wrong, and the pod runs as if all were well. Read {@link mesh.webhook.unmeshed.Unmeshed} first; it is pure.
 */
package mesh.webhook.unmeshed;

/** What stands in {@code k8s/}, rendered as a user's kubectl renders it. Read {@link mesh.k8s.manifests.Rendered} first. */
package mesh.k8s.manifests;

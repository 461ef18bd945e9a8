/**
 * The catalog of a cluster: informers on what the mesh reads, judged by the same readers as manifests in files. Read
 * {@link mesh.controlplane.kubernetes.KubernetesCatalog} first.
 */
package mesh.controlplane.kubernetes;

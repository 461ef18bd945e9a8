/**
 * The mesh on a real cluster, end to end, as its users get it: images, {@code kubectl apply -k}, {@code ./mesh}. Read
 * {@link mesh.k8s.e2e.InstalledMesh} first, then {@link mesh.k8s.e2e.DemoTest}.
 */
package mesh.k8s.e2e;

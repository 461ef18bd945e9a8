/**
 * The commands in a Kubernetes cluster. {@link mesh.lab.cluster.ClusterOptions} say which; {@link mesh.lab.cluster.Cluster}
 * asks it, and tells what went wrong in words; each command has a class here that does there what the command does in
 * the lab. Nothing outside of this package names Fabric8, whose classes are loaded only when a command goes to a cluster.
 */
package mesh.lab.cluster;

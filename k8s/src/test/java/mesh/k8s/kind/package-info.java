/** The script that makes a cluster with kind, with programs in place of kind, docker and kubectl that only take notes. */
package mesh.k8s.kind;

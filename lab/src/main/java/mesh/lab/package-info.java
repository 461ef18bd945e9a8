/** The mesh on one machine: network namespaces as pods, and the command line of {@code ./mesh}. */
package mesh.lab;

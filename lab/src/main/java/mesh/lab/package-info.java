/**
 * The mesh on one machine: network namespaces as pods, and the command line of {@code ./mesh}.
 *
 * <p>Read {@link mesh.lab.Lab} first, which lists the commands, then {@link mesh.lab.up.Up}: the order in which a mesh
 * is made.
 */
package mesh.lab;

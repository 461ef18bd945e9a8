/** What the mesh on one machine consists of, as values: {@link mesh.lab.topology.Topology} and where it lies. */
package mesh.lab.topology;

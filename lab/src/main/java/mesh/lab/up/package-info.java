/** Making the mesh: {@link mesh.lab.up.Up} is the order of things, {@link mesh.lab.up.FirstConnection} what it shows. */
package mesh.lab.up;

/** app-a, app-b and app-b2: one program in three roles, small enough to read before the mesh around it. */
package mesh.sample;

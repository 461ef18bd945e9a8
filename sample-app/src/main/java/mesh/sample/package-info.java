/**
 * app-a, app-b and app-b2: one program in three roles, small enough to read before the mesh around it.
 *
 * <p>Read {@link mesh.sample.SampleApp} first. Nothing in here knows of the mesh: that is the point of one.
 */
package mesh.sample;

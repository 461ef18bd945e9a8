/**
 * {@code mesh check}: each {@link mesh.lab.cluster.check.Check} looks at one thing and notes facts and findings; {@link
 * mesh.lab.cluster.check.Checkup} is what all of them noted.
 */
package mesh.lab.cluster.check;

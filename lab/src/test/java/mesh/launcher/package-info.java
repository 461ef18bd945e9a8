/** {@code ./mesh} itself, run as a user runs it, in a room of its own. First read {@link mesh.launcher.Room}. */
package mesh.launcher;

/** {@code mesh uninstall}: begin with {@link mesh.lab.cluster.uninstall.Uninstall}. */
package mesh.lab.cluster.uninstall;

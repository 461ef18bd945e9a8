/**
 * How requests of app-a are really divided among the pods behind a service: {@link mesh.lab.split.Calls} makes them,
 * {@link mesh.lab.split.Split} counts who answered.
 */
package mesh.lab.split;

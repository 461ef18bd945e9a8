/**
 * The control plane of the lab: the manifests that it reads ({@link mesh.lab.control.Manifests}), what it says of itself
 * and of the proxies ({@link mesh.lab.control.ControlPlaneAdmin}), and how a route's weights are changed ({@link
 * mesh.lab.control.RouteStore}).
 */
package mesh.lab.control;

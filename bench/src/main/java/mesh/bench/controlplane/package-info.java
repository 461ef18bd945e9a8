/**
 * How fast a change reaches every proxy, and how large the control plane is. Read
 * {@link mesh.bench.controlplane.ControlPlaneBench} first.
 */
package mesh.bench.controlplane;

/**
 * What the objects of a cluster are told of themselves: whether they are heeded, and why not. Pure: a
 * {@link mesh.controlplane.status.Claim} is what an object says, {@link mesh.controlplane.status.Verdicts} judges it,
 * and a {@link mesh.controlplane.status.StatusPatch} is the difference to be written. Read Verdicts first.
 */
package mesh.controlplane.status;

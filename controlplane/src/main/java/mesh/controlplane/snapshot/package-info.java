/**
 * What a proxy gets: the catalog turned into the messages of the discovery protocol, versioned, and the step from one
 * version to another. Read {@link mesh.controlplane.snapshot.Snapshots} first.
 */
package mesh.controlplane.snapshot;

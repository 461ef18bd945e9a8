/** From what objects claim to what they are told. */
package mesh.controlplane.status;

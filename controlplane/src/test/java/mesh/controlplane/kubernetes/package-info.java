/** What is kept of a cluster's objects, and how its refusals are told. */
package mesh.controlplane.kubernetes;

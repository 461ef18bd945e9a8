/** Manifests, right and wrong, and a folder of them that changes. */
package mesh.controlplane.catalog;

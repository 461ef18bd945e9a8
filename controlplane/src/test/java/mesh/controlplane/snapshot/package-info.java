/** From the catalog to what proxies are sent. */
package mesh.controlplane.snapshot;

/** The control plane as its proxies and its operator see it. */
package mesh.controlplane;

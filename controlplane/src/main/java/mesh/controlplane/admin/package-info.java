/** What the control plane says of itself over HTTP. */
package mesh.controlplane.admin;

/** Who is not meshed, and why. */
package mesh.webhook.unmeshed;

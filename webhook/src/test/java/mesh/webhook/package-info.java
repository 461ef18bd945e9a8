/** The webhook over real HTTPS. */
package mesh.webhook;

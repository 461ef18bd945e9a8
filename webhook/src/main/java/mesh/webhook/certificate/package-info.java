/** With what the webhook proves to the API server who it is. */
package mesh.webhook.certificate;

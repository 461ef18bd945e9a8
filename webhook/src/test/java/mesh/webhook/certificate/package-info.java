/** Certificates: what is held, when it is renewed, and that the API server learns of it. */
package mesh.webhook.certificate;

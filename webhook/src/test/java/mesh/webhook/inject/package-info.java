/** The decisions about pods, without a server or a cluster. */
package mesh.webhook.inject;

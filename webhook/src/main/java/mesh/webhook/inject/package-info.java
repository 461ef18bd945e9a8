/** From a pod as it was asked for to a pod with a proxy. Pure: read {@link mesh.webhook.inject.Injection} first. */
package mesh.webhook.inject;

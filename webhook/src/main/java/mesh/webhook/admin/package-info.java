/** Pages for probes, Prometheus and people. */
package mesh.webhook.admin;

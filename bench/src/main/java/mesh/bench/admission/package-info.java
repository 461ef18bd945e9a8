/**
 * How long the API server waits for the webhook when a pod is created: read
 * {@link mesh.bench.admission.AdmissionBench} first.
 */
package mesh.bench.admission;

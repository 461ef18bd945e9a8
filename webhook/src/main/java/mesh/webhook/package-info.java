/** The admission controller: brings the sidecar into pods, and checks what is written of ours. */
package mesh.webhook;

/** Pods at work: their network, the programs in them, and what their proxies answer. */
package mesh.lab.pod;

/** Programs iptables in a pod's network namespace: a plan of rules as values, one transaction per address family. */
package mesh.netinit;

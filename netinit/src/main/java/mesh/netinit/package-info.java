/**
 * Programs iptables in a pod's network namespace: a plan of rules as values, one transaction per table.
 *
 * <p>Read {@link mesh.netinit.RulePlan} first: from what is to be captured ({@link mesh.netinit.Capture}) to the rules
 * that do it. {@link mesh.netinit.Applier} brings them into the kernel, {@link mesh.netinit.Netinit} is the program.
 */
package mesh.netinit;

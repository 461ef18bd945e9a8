/** What /proc says: about this machine, and about what a process has used. */
package mesh.bench.machine;

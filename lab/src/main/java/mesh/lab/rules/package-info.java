/** The rules of a pod as the kernel has them now. */
package mesh.lab.rules;

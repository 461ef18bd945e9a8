/**
 * Services without a mesh: what kube-proxy makes of them, rules that replace a virtual address by a pod's. Read {@link
 * mesh.lab.service.ServiceRules}.
 */
package mesh.lab.service;

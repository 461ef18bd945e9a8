/** The test rig: namespaces and the cable between them, rules, proxies, and the end of all that. */
package mesh.bench.rig;

/** Benchmarks: JMH for single hops, and whole paths beside HAProxy, nginx and Envoy. */
package mesh.bench;

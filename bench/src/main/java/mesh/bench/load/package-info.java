/**
 * The two ends of the benchmark: a server that answers and a generator that asks, each in a process of its own, so that
 * the CPU of the proxies between them can be told apart.
 *
 * <p>Read {@link mesh.bench.load.LoadAgent} first. Every byte is compared with the one that was sent: a proxy that is
 * fast and wrong does not finish.
 */
package mesh.bench.load;

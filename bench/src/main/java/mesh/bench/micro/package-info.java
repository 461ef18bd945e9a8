/**
 * Single hops under JMH: what one call, one event, one relay costs.
 *
 * <p>Read {@link mesh.bench.micro.OriginalDestinationBenchmark} first: four ways to make the same system call.
 */
package mesh.bench.micro;

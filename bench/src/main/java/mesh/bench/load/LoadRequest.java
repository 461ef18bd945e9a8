package mesh.bench.load;

/**
 * One measurement to make.
 *
 * @param namespace where the client's connections are opened
 * @param host whom an HTTP client calls; all others call the echo server
 * @param port his port
 * @param connections how many at once
 * @param millis how long, for the workloads that repeat
 * @param bytes how many each way, for bulk
 */
public record LoadRequest(
        String namespace, Workload workload, String host, int port, int connections, long millis, long bytes) {}

package mesh.bench.load;

/**
 * One measurement to make.
 *
 * @param namespace where the client's connections are opened
 * @param connections how many at once
 * @param millis how long, for the workloads that repeat
 * @param bytes how many each way, for bulk
 */
public record LoadRequest(String namespace, Workload workload, int connections, long millis, long bytes) {}

package mesh.linux;

/**
 * What happened to a queue.
 *
 * @param packets packets that were decided about
 * @param overruns times the kernel found the socket's buffer full (ENOBUFS); packets were lost, or passed unseen with
 *     {@link QueueFlag#FAIL_OPEN}
 * @param refusals messages that were no packets: the kernel's answer to a verdict on a packet that it no longer has
 */
public record QueueCounters(long packets, long overruns, long refusals) {}

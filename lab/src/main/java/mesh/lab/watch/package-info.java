/**
 * {@code ./mesh watch POD}: every TCP packet of a pod, before and after REDIRECT, while it waits for our verdict.
 *
 * <p>Read {@link mesh.lab.watch.PacketWatch} first (queue, rules, printing), then
 * {@link mesh.lab.watch.Conversations}, which turns single packets into a story.
 */
package mesh.lab.watch;

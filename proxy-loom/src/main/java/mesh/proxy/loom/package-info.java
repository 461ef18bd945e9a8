/**
 * Threads and waiting. Blocking code runs on virtual threads; a {@link mesh.proxy.loom.Carrier} decides on which
 * platform thread, and how a thread that must wait for the network is woken.
 *
 * <p>Read {@link mesh.proxy.loom.EventLoop} first: it is scheduler and selector in one thread.
 * {@link mesh.proxy.loom.JdkThreads} is the same proxy on the JDK's own scheduler, to compare.
 */
package mesh.proxy.loom;

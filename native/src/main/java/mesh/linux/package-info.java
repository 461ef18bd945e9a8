/**
 * Thin JNA bindings of libc and libnetfilter_queue, and the classes that own their errors.
 *
 * <p>Read {@link mesh.linux.OriginalDestination} first: it is the one question that the whole mesh hangs on. Then
 * {@link mesh.linux.NetfilterQueue}: packets that wait for our verdict.
 */
package mesh.linux;

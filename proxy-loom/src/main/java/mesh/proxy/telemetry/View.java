package mesh.proxy.telemetry;

/** Something made from the events: a log, counters, stories. Called by one thread at a time, never by a carrier. */
public interface View {
    void see(HopEvent event);

    /** The events that were there have all been seen; what is buffered may go out now. */
    default void flush() {}
}

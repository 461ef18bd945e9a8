package mesh.proxy.telemetry;

/** Where the data path puts its events. Never blocks, never throws; when there is no room the oldest event goes. */
@FunctionalInterface
public interface HopEvents {
    void emit(HopEvent event);
}

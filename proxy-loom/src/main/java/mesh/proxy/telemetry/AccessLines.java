package mesh.proxy.telemetry;

/** Puts requests, and what concerns the whole proxy, into the access log. Connections come to it as stories. */
final class AccessLines implements View {
    private final AccessLog log;

    AccessLines(AccessLog log) {
        this.log = log;
    }

    @Override
    public void see(HopEvent event) {
        switch (event) {
            case HopEvent.Exchanged exchanged -> log.write(exchanged);
            case HopEvent.AcceptBackoff _, HopEvent.ListenerBroke _, HopEvent.CarrierStalled _, HopEvent.NoPipe _ ->
                log.write(event);
            default -> {
                // A step of a connection: its story tells it.
            }
        }
    }

    @Override
    public void flush() {
        log.flush();
    }
}

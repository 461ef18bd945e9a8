package mesh.proxy.relay;

import mesh.proxy.telemetry.HopEvent.Outcome;

/**
 * How a relay ended. A reset peer is an everyday outcome, so it is a value here and not an exception.
 *
 * @param sentBytes passed from downstream to upstream
 * @param receivedBytes passed from upstream to downstream
 * @param why for people; empty when it ended well
 */
public record Ended(long sentBytes, long receivedBytes, Outcome outcome, String why) {}

/**
 * One stream of events, many views. The data path says what happened, once, as a {@link mesh.proxy.telemetry.HopEvent}
 * into a bounded ring; access log, metrics and stories are made from that stream on a thread of their own.
 */
package mesh.proxy.telemetry;

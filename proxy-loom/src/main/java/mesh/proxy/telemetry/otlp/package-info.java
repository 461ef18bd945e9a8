/**
 * Spans for an OpenTelemetry collector. Nothing here is loaded before tracing is switched on; read {@link
 * mesh.proxy.telemetry.otlp.SpanExport} first.
 */
package mesh.proxy.telemetry.otlp;

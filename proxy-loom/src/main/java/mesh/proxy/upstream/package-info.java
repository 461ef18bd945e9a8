/**
 * Connections to whom we forward to: opened, kept for the next request, and closed when they are old or idle. Start
 * with {@link mesh.proxy.upstream.Upstreams}.
 */
package mesh.proxy.upstream;

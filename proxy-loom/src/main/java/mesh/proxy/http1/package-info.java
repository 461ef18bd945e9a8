/**
 * HTTP/1.1 as RFC 9112 says it, read strictly and written anew. {@link mesh.proxy.http1.RequestParser} turns arriving
 * bytes into a head or a refusal, {@link mesh.proxy.http1.BodyReader} says which of the following bytes are its body,
 * and {@link mesh.proxy.http1.Forwarding} decides what of the head goes to the next hop.
 *
 * <p>Read {@link mesh.proxy.http1.HeadParser} first. Two programs that read one byte sequence as different messages
 * are how requests are smuggled, so whatever could be read in two ways is refused, also where the RFC would let us
 * guess.
 */
package mesh.proxy.http1;

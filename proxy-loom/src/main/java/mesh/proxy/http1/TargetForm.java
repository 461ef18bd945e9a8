package mesh.proxy.http1;

/** The four ways to write a request target: RFC 9112, section 3.2. */
public enum TargetForm {
    /** {@code /where?q=now}: what origin servers expect. */
    ORIGIN,
    /** {@code http://www.example.org/pub/WWW/}: what clients send to proxies that they chose. */
    ABSOLUTE,
    /** {@code www.example.com:80}: only for CONNECT. */
    AUTHORITY,
    /** {@code *}: only for OPTIONS. */
    ASTERISK
}

/**
 * HTTP/1.1 on a connection's way: requests are read, routed one by one, sent upstream and answered. Start with {@link
 * mesh.proxy.http.HttpConnection}, then {@link mesh.proxy.http.Forward}. What a message is says {@link
 * mesh.proxy.http1}; this package moves it.
 */
package mesh.proxy.http;

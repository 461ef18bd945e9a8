/**
 * What a connection speaks, told from its first bytes. {@link mesh.proxy.detect.Detection} decides; nothing is consumed,
 * so whoever takes the connection over sees all of it.
 */
package mesh.proxy.detect;

/**
 * The same bytes given to our parser, to h11, nginx and HAProxy: {@link
 * mesh.proxy.http1.differential.DifferentialTest} compares how they read them.
 */
package mesh.proxy.http1.differential;

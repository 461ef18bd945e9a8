/** The proxy's own pages on port 15020; {@link mesh.proxy.admin.AdminServer} lists them. */
package mesh.proxy.admin;

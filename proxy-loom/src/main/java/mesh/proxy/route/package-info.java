/**
 * Where connections and requests belong: what the mesh is, and the Gateway API's HTTPRoute for meshes. All values, made
 * anew for each version of the mesh. Start with {@link mesh.proxy.route.Directory}, then {@link
 * mesh.proxy.route.ServicePort#decide}.
 */
package mesh.proxy.route;

/** The sidecar: takes redirected connections, asks where they were heading, and relays them. */
package mesh.proxy;

/**
 * What proxies tell of finished connections, put together: two proxies' stories of one connection are a {@link
 * mesh.lab.story.Journey}.
 */
package mesh.lab.story;

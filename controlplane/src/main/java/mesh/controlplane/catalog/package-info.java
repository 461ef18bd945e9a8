/**
 * What there is: Services, EndpointSlices, HTTPRoutes and TrafficPolicies as immutable values, wherever they come from.
 * Read {@link mesh.controlplane.catalog.Catalog} first, then {@link mesh.controlplane.catalog.DirectoryCatalog}.
 */
package mesh.controlplane.catalog;

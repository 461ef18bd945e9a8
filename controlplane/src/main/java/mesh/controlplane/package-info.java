/**
 * The control plane: a catalog of what there is ({@code catalog}), turned into what each proxy needs ({@code snapshot}),
 * and sent to it ({@code stream}). Read {@link mesh.controlplane.Server} first.
 */
package mesh.controlplane;

/**
 * The Tiltfile, run by a Starlark interpreter with Tilt's functions taking notes, and compared with what is there: images,
 * manifests, ports, commands. Read {@link mesh.k8s.tilt.TiltfileTest} first.
 */
package mesh.k8s.tilt;

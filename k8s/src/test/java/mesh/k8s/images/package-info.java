/** The images, run as careful pods run them. {@link mesh.k8s.images.Images} builds them, {@link mesh.k8s.images.Restricted} runs them. */
package mesh.k8s.images;

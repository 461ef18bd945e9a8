/** {@code mesh inject}: what the webhook would do to the pods of a manifest, done to the file. No cluster is needed. */
package mesh.lab.cluster.inject;

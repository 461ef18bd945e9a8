package mesh.lab.cluster.check;

/**
 * Something that is not as it should be.
 *
 * @param cause why that is so, as far as it can be seen
 * @param remedy what to do; a command where there is one
 */
public record Finding(String what, String cause, String remedy) {}

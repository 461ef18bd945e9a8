package mesh.controlplane.catalog;

/**
 * Something that was refused or is not as its author meant.
 *
 * @param place the file, or the object in a cluster
 * @param line counted from 1; 0: the whole place
 */
public record Problem(String place, int line, String reason) {
    @Override
    public String toString() {
        return place + (line == 0 ? "" : ":" + line) + ": " + reason;
    }
}

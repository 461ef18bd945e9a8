package mesh.lab.story;

/**
 * A story, and whose proxy told it.
 *
 * @param pod its name
 */
public record Told(String pod, Story story) {
    /** Tells its connection from all others. */
    String key() {
        return pod + " " + story.connection();
    }
}

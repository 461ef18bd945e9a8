package mesh.lab.story;

/**
 * A story, and whose proxy told it.
 *
 * @param pod its name
 */
public record Told(String pod, Story story) {}

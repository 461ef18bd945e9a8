package mesh.lab.story;

import java.io.IOException;

/** A proxy that can be asked for its stories. */
public interface Teller {
    /** Whose proxy it is. */
    String pod();

    /**
     * Finished connections, and as many that are open.
     *
     * @param after the last seen, 0 for none
     */
    StoryPage stories(long after, int limit) throws IOException;
}

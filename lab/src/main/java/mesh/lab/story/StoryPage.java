package mesh.lab.story;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.stream.Stream;

/**
 * A proxy's answer to {@code /stories}.
 *
 * @param open connections that have not finished, as far as they have come
 * @param next what to ask for {@code after} the next time
 * @param lost events that came faster than they were written down, since the proxy started
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoryPage(List<Story> stories, List<Story> open, long next, long lost) {
    /** Finished ones and open ones. */
    public Stream<Story> all() {
        return Stream.concat(stories.stream(), open.stream());
    }
}

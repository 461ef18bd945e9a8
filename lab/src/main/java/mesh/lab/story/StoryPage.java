package mesh.lab.story;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A proxy's answer to {@code /stories}.
 *
 * @param next what to ask for {@code after} the next time
 * @param lost events that came faster than they were written down, since the proxy started
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoryPage(List<Story> stories, long next, long lost) {}

package mesh.lab.pod;

import java.io.IOException;
import java.util.Optional;

/** The pages of a program's admin port, however it is reached: from inside its network, or through an API server. */
@FunctionalInterface
public interface Pages {
    /**
     * @param page such as {@code /ready}
     * @throws IOException when nobody answers
     */
    PodHttp.Answer get(String page) throws IOException;

    /** The same, where nobody answering is an everyday outcome. */
    default Optional<PodHttp.Answer> tryGet(String page) {
        try {
            return Optional.of(get(page));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** On loopback of a network namespace. */
    static Pages inside(String namespace, int port) {
        return page -> PodHttp.get(namespace, "http://127.0.0.1:" + port + page);
    }
}

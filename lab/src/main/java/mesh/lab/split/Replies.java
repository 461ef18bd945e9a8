package mesh.lab.split;

import java.io.IOException;
import java.util.function.Consumer;

/** Where replies come from: requests that are made for it, or those that pass by. */
@FunctionalInterface
public interface Replies {
    /**
     * Hands over each as it comes, until there are no more.
     *
     * @throws IOException when none can be had; a request that failed is a reply
     */
    void each(Consumer<Reply> reply) throws IOException;
}

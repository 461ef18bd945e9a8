package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LibNetfilterQueueTest {
    @Test
    void aMissingLibraryIsAnErrorThatNamesItsPackage() {
        var error = assertThrows(IOException.class, () -> LibNetfilterQueue.load("libnetfilter_queue.so.none"));
        assertTrue(error.getMessage().contains("libnetfilter_queue.so.none, which is not"), error.getMessage());
        assertTrue(error.getMessage().contains("apt-get install libnetfilter-queue1"), error.getMessage());
    }
}

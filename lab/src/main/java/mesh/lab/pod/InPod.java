package mesh.lab.pod;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.linux.NetworkNamespace;

/** {@link NetworkNamespace#call} for work that fails with IOException only. */
public final class InPod {
    private InPod() {}

    /** @throws IOException as the work threw it; what else it threw that is no error of ours names the namespace */
    public static <T> T call(NetworkNamespace namespace, Callable<T> work) throws IOException {
        try {
            return namespace.call(work);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in namespace " + namespace.name(), e);
        } catch (Exception e) {
            throw new IOException("in namespace " + namespace.name() + ": " + e.getMessage(), e);
        }
    }
}

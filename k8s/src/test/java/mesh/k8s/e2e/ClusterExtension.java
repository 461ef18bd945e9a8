package mesh.k8s.e2e;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Hands the one installed mesh to test classes; the last of them gone, it is taken down. */
final class ClusterExtension implements ParameterResolver {
    private static final Namespace OURS = Namespace.create(ClusterExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == InstalledMesh.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var installed = context.getRoot()
                .getStore(OURS)
                .computeIfAbsent(Attempt.class, key -> Attempt.toInstall(), Attempt.class);
        return installed.mesh();
    }

    /** One for all: what failed once is not tried again by each class, which would take minutes each time. */
    private record Attempt(InstalledMesh installed, Exception failure) implements AutoCloseable {
        static Attempt toInstall() {
            try {
                return new Attempt(InstalledMesh.start(TestCluster.up()), null);
            } catch (Exception e) {
                return new Attempt(null, e);
            }
        }

        InstalledMesh mesh() {
            if (failure instanceof TestAbortedException skipped) {
                throw skipped;
            }
            if (failure != null) {
                throw new IllegalStateException("no mesh on the cluster: " + failure.getMessage(), failure);
            }
            return installed;
        }

        @Override
        public void close() throws IOException {
            if (installed != null) {
                installed.close();
            }
        }
    }
}

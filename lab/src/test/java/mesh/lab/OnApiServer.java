package mesh.lab;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import mesh.testkit.ApiServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Needs a real API server, and gets it in its constructor as a {@link TestCluster}: one for all classes of a run. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnApiServer.Extension.class)
@interface OnApiServer {
    int PORT = 26_843;

    final class Extension implements ParameterResolver {
        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(Extension.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestCluster.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(OURS)
                    .computeIfAbsent(Attempt.class, key -> Attempt.toStart(), Attempt.class)
                    .cluster();
        }
    }

    /** What failed once is not tried again by each class. */
    record Attempt(ApiServer api, TestCluster started, Exception failure) implements AutoCloseable {
        static Attempt toStart() {
            try {
                var api = ApiServer.start(PORT);
                return new Attempt(api, new TestCluster(api), null);
            } catch (IOException | TestAbortedException e) {
                return new Attempt(null, null, e);
            }
        }

        TestCluster cluster() {
            if (failure instanceof TestAbortedException skipped) {
                throw skipped;
            }
            if (failure != null) {
                throw new IllegalStateException("no API server: " + failure.getMessage(), failure);
            }
            return started;
        }

        @Override
        public void close() {
            if (api != null) {
                api.close();
            }
        }
    }
}

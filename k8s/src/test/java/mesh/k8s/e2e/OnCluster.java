package mesh.k8s.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Needs a cluster with the mesh on it, and gets it as the constructor's {@link InstalledMesh}: one for all test classes of
 * a run. Where no cluster can be had the tests are skipped, and say why.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@NeedsRoot
@ExtendWith(ClusterExtension.class)
@interface OnCluster {}

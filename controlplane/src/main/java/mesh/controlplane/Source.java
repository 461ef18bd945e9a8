package mesh.controlplane;

import java.io.IOException;
import java.nio.file.Path;
import mesh.controlplane.catalog.Catalog;
import mesh.controlplane.catalog.DirectoryCatalog;
import mesh.controlplane.kubernetes.KubernetesCatalog;
import mesh.controlplane.kubernetes.KubernetesSettings;

/** Where the control plane reads what there is. */
sealed interface Source {
    /** @throws IOException naming what cannot be read */
    Catalog open() throws IOException;

    /** Manifests in a folder. */
    record Folder(Path path) implements Source {
        @Override
        public Catalog open() throws IOException {
            return new DirectoryCatalog(path);
        }

        @Override
        public String toString() {
            return "folder " + path;
        }
    }

    /** The API server of a cluster. */
    record Kubernetes(KubernetesSettings settings) implements Source {
        @Override
        public Catalog open() throws IOException {
            return new KubernetesCatalog(settings);
        }

        @Override
        public String toString() {
            return "Kubernetes"
                    + settings.kubeconfig().map(file -> ", kubeconfig " + file).orElse("")
                    + settings.context().map(name -> ", context " + name).orElse("");
        }
    }
}

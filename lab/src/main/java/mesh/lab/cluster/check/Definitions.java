package mesh.lab.cluster.check;

import java.io.IOException;
import mesh.lab.cluster.Cluster;

/** The CRDs. */
final class Definitions implements Check {
    @Override
    public String subject() {
        return "the CRDs";
    }

    @Override
    public void look(Cluster cluster, Checkup checkup) throws IOException {
        look(
                cluster,
                checkup,
                "trafficpolicies.diymesh.dev",
                "balancing, limits and retries are the defaults everywhere",
                "kubectl apply -k k8s/base");
        look(
                cluster,
                checkup,
                "httproutes.gateway.networking.k8s.io",
                "the Gateway API is not installed, so there are no routes and no canaries",
                "install its standard channel (gateway-api.sigs.k8s.io/guides), or for a cluster to learn on: kubectl apply -k k8s/gateway-api");
    }

    private static void look(Cluster cluster, Checkup checkup, String name, String consequence, String remedy)
            throws IOException {
        var definition = cluster.ask(client -> client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(name)
                .get());
        if (definition == null) {
            checkup.finding("there is no CRD " + name, consequence, remedy);
        } else {
            var versions = definition.getSpec().getVersions().stream()
                    .map(version -> version.getName())
                    .toList();
            checkup.fact("CRD " + name, String.join(", ", versions));
        }
    }
}

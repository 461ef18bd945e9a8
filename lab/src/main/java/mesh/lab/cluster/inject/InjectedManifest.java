package mesh.lab.cluster.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.lab.view.Failure;
import mesh.webhook.inject.Injection;
import mesh.webhook.inject.InjectorSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A manifest whose pods have their sidecar.
 *
 * @param text YAML; documents that make no pods are as they were, but for comments
 * @param warnings of what will not work in a meshed pod, and of what was left alone
 * @param refusals why a pod cannot be meshed; then {@code text} is not to be applied
 */
public record InjectedManifest(String text, List<String> warnings, List<String> refusals) {
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    /**
     * @param manifest YAML documents, or JSON
     * @throws Failure when it is neither, or is no manifest
     */
    public static InjectedManifest of(String manifest, InjectorSettings settings) throws Failure {
        var injecting = new Injecting(settings);
        var text = new StringBuilder();
        int number = 0;
        for (var document : documents(manifest)) {
            number++;
            if (document.isNull()) {
                continue; // between two lines of ---
            }
            if (!(document instanceof ObjectNode object) || !object.hasNonNull("kind")) {
                throw new Failure("document %d is no manifest: it has no kind".formatted(number));
            }
            injecting.object(object);
            text.append("---\n").append(MODEL.asYaml(object).replaceFirst("^---\\s*\n", ""));
        }
        return new InjectedManifest(text.toString(), injecting.warnings, injecting.refusals);
    }

    private static List<JsonNode> documents(String manifest) throws Failure {
        try {
            var documents = new ArrayList<JsonNode>();
            for (var document : new Load(LoadSettings.builder().build()).loadAllFromString(manifest)) {
                documents.add(MODEL.convertValue(document, JsonNode.class));
            }
            return documents;
        } catch (YamlEngineException e) {
            throw new Failure("it is not YAML: " + e.getMessage(), e);
        }
    }

    /** Goes through objects and changes them in place. */
    private static final class Injecting {
        private final InjectorSettings settings;
        private final List<String> warnings = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();

        Injecting(InjectorSettings settings) {
            this.settings = settings;
        }

        void object(ObjectNode object) throws Failure {
            if (object.path("items").isArray()) {
                for (var item : object.path("items")) {
                    object((ObjectNode) item);
                }
                return;
            }
            var template = template(object);
            if (template.isPresent()) {
                pod(name(object), object.at("/metadata/name").asText(), template.get());
            }
        }

        /** What pods are made from: the object itself, or what it has as its template. */
        private static Optional<ObjectNode> template(ObjectNode object) {
            if (object.path("kind").asText().equals("Pod")) {
                return Optional.of(object);
            }
            var spec = object.path("spec");
            var template = spec.has("jobTemplate") ? spec.at("/jobTemplate/spec/template") : spec.path("template");
            return Optional.of(template)
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast)
                    .filter(pods -> pods.at("/spec/containers").isArray());
        }

        private static String name(ObjectNode object) {
            return object.path("kind").asText() + " "
                    + object.at("/metadata/name").asText("?");
        }

        private void pod(String name, String workload, ObjectNode template) throws Failure {
            var before = read(name, template);
            var own = before.getMetadata().getName();
            before.getMetadata()
                    .setName(workload); // a template's pods have no owner yet; they are told its name by this
            switch (Injection.of(before, true, settings)) {
                case Injection.Injected(var pod, var warned) -> {
                    pod.getMetadata().setName(own);
                    template.set("metadata", MODEL.convertValue(pod.getMetadata(), JsonNode.class));
                    template.set("spec", MODEL.convertValue(pod.getSpec(), JsonNode.class));
                    warned.forEach(warning -> warnings.add(name + ": " + warning));
                }
                case Injection.Left(var why, var warned) -> {
                    warnings.add(name + ": left as it is: " + why);
                    warned.forEach(warning -> warnings.add(name + ": " + warning));
                }
                case Injection.Refused(var reasons) -> reasons.forEach(reason -> refusals.add(name + ": " + reason));
            }
        }

        private static Pod read(String name, ObjectNode template) throws Failure {
            try {
                var pod = MODEL.convertValue(template, Pod.class);
                if (pod.getMetadata() == null) {
                    pod.setMetadata(new ObjectMeta());
                }
                return pod;
            } catch (IllegalArgumentException e) {
                throw new Failure("%s has a pod that cannot be read: %s".formatted(name, e.getMessage()), e);
            }
        }
    }
}

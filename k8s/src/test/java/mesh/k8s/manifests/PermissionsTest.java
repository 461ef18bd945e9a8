package mesh.k8s.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the mesh may do in a cluster, all of it. What a change adds must be added here, and be seen. */
class PermissionsTest {
    private static final Set<String> READING = Set.of("get", "list", "watch");

    /** Everything but reading, as {@code role: verb resource}, and {@code name} where it is limited to one object. */
    private static final Set<String> WRITING = Set.of(
            "mesh-controlplane: patch trafficpolicies/status",
            "mesh-controlplane: patch httproutes/status",
            "webhook: create secrets",
            "webhook: update secrets webhook-certificate",
            "mesh-webhook: patch mutatingwebhookconfigurations diy-service-mesh",
            "mesh-webhook: patch validatingwebhookconfigurations diy-service-mesh",
            "apply-route: create httproutes",
            "apply-route: patch httproutes");

    private record Granted(String role, PolicyRule rule) {}

    private static List<Granted> granted() throws IOException {
        var rendered = Rendered.of(Rendered.KIND);
        var granted = new ArrayList<Granted>();
        for (var role : rendered.all(ClusterRole.class)) {
            role.getRules().forEach(rule -> granted.add(new Granted(name(role), rule)));
        }
        for (var role : rendered.all(Role.class)) {
            role.getRules().forEach(rule -> granted.add(new Granted(name(role), rule)));
        }
        return granted;
    }

    @Test
    void nothingIsGrantedByAWildcard() throws IOException {
        assertTrue(granted().size() > 4);
        for (var each : granted()) {
            var rule = each.rule();
            var words = Stream.of(rule.getApiGroups(), rule.getResources(), rule.getVerbs(), rule.getResourceNames())
                    .flatMap(List::stream);
            assertTrue(words.noneMatch(word -> word.contains("*")), each::toString);
            assertEquals(List.of(), rule.getNonResourceURLs(), each::toString);
        }
    }

    @Test
    void nothingIsWrittenButWhatIsListedHere() throws IOException {
        assertEquals(new TreeSet<>(WRITING), writes());
    }

    private static Set<String> writes() throws IOException {
        var writes = new TreeSet<String>();
        for (var each : granted()) {
            var names = each.rule().getResourceNames();
            for (var verb : each.rule().getVerbs()) {
                for (var resource : each.rule().getResources()) {
                    if (!READING.contains(verb)) {
                        writes.add(each.role() + ": " + verb + " " + resource
                                + (names.isEmpty() ? "" : " " + String.join(",", names)));
                    }
                }
            }
        }
        return writes;
    }

    @Test
    void secretsAreReadByNameOnly() throws IOException {
        for (var each : granted()) {
            if (each.rule().getResources().contains("secrets")
                    && each.rule().getVerbs().stream().anyMatch(READING::contains)) {
                assertEquals(List.of("webhook-certificate"), each.rule().getResourceNames(), each::toString);
            }
        }
    }

    @Test
    void everyRoleIsBoundOnceAndToAServiceAccountThatIsThere() throws IOException {
        var rendered = Rendered.of(Rendered.KIND);
        var bound = new ArrayList<String>();
        for (var binding : rendered.all(ClusterRoleBinding.class)) {
            rendered.one(ClusterRole.class, binding.getRoleRef().getName());
            bound.add(binding.getRoleRef().getName());
            binding.getSubjects().forEach(subject -> assertThere(rendered, subject));
        }
        for (var binding : rendered.all(RoleBinding.class)) {
            rendered.one(Role.class, binding.getRoleRef().getName());
            bound.add(binding.getRoleRef().getName());
            binding.getSubjects().forEach(subject -> assertThere(rendered, subject));
        }
        assertEquals(
                granted().stream().map(Granted::role).distinct().sorted().toList(),
                bound.stream().sorted().toList());
    }

    private static void assertThere(Rendered rendered, Subject subject) {
        assertEquals("ServiceAccount", subject.getKind());
        var account = rendered.one(ServiceAccount.class, subject.getName());
        assertEquals(account.getMetadata().getNamespace(), subject.getNamespace());
    }

    private static String name(HasMetadata role) {
        return role.getMetadata().getName();
    }
}

package mesh.k8s.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What an image says of itself, and how large it is. */
@NeedsRoot
@Timeout(900)
class LabelsAndSizesTest {
    @BeforeAll
    static void build() throws Exception {
        Images.build(Images.ALL.toArray(String[]::new));
    }

    @ParameterizedTest
    @FieldSource("mesh.k8s.images.Images#ALL")
    void itSaysWhatItIsAndWhereFrom(String name) {
        var labels = Images.inspect(name).getConfig().getLabels();
        assertNotNull(labels);
        assertEquals(name, labels.get("org.opencontainers.image.title"));
        for (var label : new String[] {"description", "source", "version", "revision", "created"}) {
            var value = labels.get("org.opencontainers.image." + label);
            assertTrue(value != null && !value.isBlank(), label);
        }
        assertFalse(labels.get("org.opencontainers.image.version").equals("dev"), "the version is the project's");
    }

    /** A kubelet that is told runAsNonRoot understands numbers only. */
    @ParameterizedTest
    @CsvSource({"proxy-loom,1337:1337", "controlplane,2000:2000", "webhook,2000:2000", "sample-app,2001:2001"})
    void itsUserIsANumber(String name, String user) {
        assertEquals(user, Images.inspect(name).getConfig().getUser());
    }

    /** Megabytes of 10^6 bytes, unpacked. */
    @ParameterizedTest
    @CsvSource({"proxy-loom,120", "controlplane,130", "webhook,150", "sample-app,160", "netinit,160", "mesh-debug,130"})
    void itIsSmall(String name, int most) {
        long bytes = Images.inspect(name).getSize();
        System.out.printf("image %-13s %6.1f MB unpacked%n", name, bytes / 1e6);
        assertTrue(bytes <= most * 1_000_000L, () -> bytes + " bytes");
    }

    @Test
    void aNameThatIsNoImageIsRefused() throws Exception {
        var process = new ProcessBuilder("./mesh", "images", "--only", "proxy")
                .directory(mesh.testkit.KubeScripts.PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertTrue(said.contains("'proxy': there is no such image"), said);
    }
}

package mesh.bench.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionBenchTest {
    @Test
    void aQuestionIsAboutAPodThatAsks() throws Exception {
        var review = new ObjectMapper().readTree(Pods.HUGE.review());
        var pod = review.path("request").path("object");
        assertEquals("AdmissionReview", review.path("kind").asText());
        assertEquals(200, pod.path("spec").path("containers").size());
        assertEquals(
                "true",
                pod.path("metadata")
                        .path("annotations")
                        .path("diy-service-mesh/inject")
                        .asText());
    }

    @Test
    void whoTrustsTheCertificateCanSpeakToItsServer(@TempDir Path folder) throws Exception {
        var trust = SelfSigned.write(folder);
        assertEquals("TLSv1.3", trust.getProtocol());
        assertTrue(Files.readString(folder.resolve("tls.crt")).startsWith("-----BEGIN CERTIFICATE-----\n"));
        assertTrue(Files.readString(folder.resolve("tls.key")).startsWith("-----BEGIN PRIVATE KEY-----\n"));
    }
}

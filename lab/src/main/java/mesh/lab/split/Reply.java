package mesh.lab.split;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What came of one request, as app-a tells it.
 *
 * @param pod who answered; empty when nobody did, or a proxy
 * @param status 0: no answer
 * @param failure its kind; empty: answered, and not with an error
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Reply(String pod, String version, int status, String failure, long micros) {
    boolean failed() {
        return !failure.isEmpty();
    }
}

package mesh.proxy.http;

import java.io.IOException;
import mesh.proxy.http1.Refusal;

/** A body that breaks the rules of its coding, after its head was good. */
final class BrokenMessageException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    BrokenMessageException(Refusal refusal) {
        super(refusal.text());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}

package mesh.proxy.http1;

/** Carries a {@link Refusal} from the rule that found it to the parser that answers with it; never leaves here. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    private RefusedException(Refusal refusal) {
        super(refusal.text(), null, false, false); // no stack trace: peers choose how often this happens
        this.refusal = refusal;
    }

    static RefusedException of(int status, String what, long offset, String rule) {
        return new RefusedException(new Refusal(status, what, offset, "", rule));
    }

    static RefusedException of(int status, String what, long offset, String header, String rule) {
        return new RefusedException(new Refusal(status, what, offset, header, rule));
    }

    Refusal refusal() {
        return refusal;
    }
}

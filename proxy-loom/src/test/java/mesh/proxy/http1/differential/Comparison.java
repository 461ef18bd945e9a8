package mesh.proxy.http1.differential;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Map;

/** One case as everybody reads it. */
record Comparison(Case it, Reading ours, Map<String, Reading> others) {
    void check() {
        if (others.isEmpty()) {
            return;
        }
        var any = others.values().iterator().next();
        boolean agreed = others.values().stream().allMatch(any::isSameAs);
        if (agreed && any.isSameAs(ours)) {
            return;
        }
        if (!agreed && ours.isRefused()) {
            return;
        }
        String exception = agreed && ours.isRefused() ? Exceptions.refusedByUsAlone(it) : Exceptions.acceptedByUs(it);
        if (exception == null) {
            fail((agreed ? "the others agree and we do not" : "the others disagree and we accept") + "\n" + this);
        }
    }

    @Override
    public String toString() {
        var text = new StringBuilder("case ").append(it.name());
        text.append("\n  bytes ").append(it.shown()).append("\n  ours ").append(ours);
        others.forEach(
                (name, reading) -> text.append("\n  ").append(name).append(' ').append(reading));
        return text.toString();
    }
}

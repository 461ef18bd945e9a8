package mesh.controlplane.status;

import java.util.List;
import java.util.Map;

/**
 * What our status says of one thing that an object attaches to.
 *
 * @param reference to it, as the object spells it
 */
record Entry(Map<String, Object> reference, List<Condition> conditions) {
    /**
     * One verdict.
     *
     * @param reason one word, for programs
     * @param message for people: what, where, why
     * @param generation of the spec that was judged
     * @see <a href="https://gateway-api.sigs.k8s.io/geps/gep-1364/">GEP-1364: conditions and their reasons</a>
     */
    record Condition(String type, boolean holds, String reason, String message, long generation) {
        /** Longer ones say no more; the API server accepts 32768. */
        private static final int LONGEST = 2000; // characters

        Condition {
            if (message.length() > LONGEST) {
                message = message.substring(0, LONGEST - 1) + "…";
            }
        }
    }

    Entry {
        conditions = List.copyOf(conditions);
    }
}

package mesh.proxy.http;

import mesh.proxy.loom.Readiness;

/**
 * How long peers may keep an exchange waiting.
 *
 * @param idleNanos without a byte
 * @param deadline for everything together, on the scale of {@link System#nanoTime()}, or {@link Readiness#NEVER}
 */
record Patience(long idleNanos, long deadline) {
    /** Until when to wait for the next byte. */
    long until() {
        long idle = System.nanoTime() + idleNanos;
        return deadline == Readiness.NEVER || idle - deadline < 0 ? idle : deadline;
    }

    /** The same, and at the latest {@code nanos} after {@code start}; of two deadlines the earlier. */
    Patience within(long start, long nanos) {
        long other = start + nanos;
        return deadline == Readiness.NEVER || other - deadline < 0 ? new Patience(idleNanos, other) : this;
    }
}

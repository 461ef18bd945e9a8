package mesh.k8s.e2e;

/** What a test measured on its way. It is told, never asserted: machines are noisy. */
final class Measured {
    private Measured() {}

    static void fact(String what, String value) {
        System.out.println("measured: " + what + ": " + value);
    }
}

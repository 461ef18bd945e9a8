package mesh.sample;

/** Who this process is. */
record Self(String name, String version) {}

package mesh.sample;

/**
 * Who this process is.
 *
 * @param pod which of those of that name
 */
record Self(String name, String version, String pod) {
    /** The only one of its name. */
    Self(String name, String version) {
        this(name, version, name);
    }
}

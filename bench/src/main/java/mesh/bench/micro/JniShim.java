package mesh.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.bench.ProjectFolder;
import mesh.linux.Command;

/** The hand-written JNI variant: a C file, built here and now, for the benchmark only. */
final class JniShim {
    /** Tells the benchmark's own process which library to load. */
    static final String LIBRARY_PROPERTY = "mesh.bench.jni";

    private static final Path SOURCE = ProjectFolder.resolve("bench/src/main/c/original_destination.c");

    private JniShim() {}

    /** Fills {@code value}. @return 0, or errno */
    static native int getsockopt(int fd, int level, int name, byte[] value);

    @SuppressWarnings("restricted") // native access is the point here; the jar asks for it in its manifest
    static void load() {
        System.load(System.getProperty(LIBRARY_PROPERTY));
    }

    /**
     * Builds the library into a folder.
     *
     * @throws IOException saying what is missing: a C compiler, jni.h, or the source
     */
    static Path build(Path folder) throws IOException {
        var headers = Path.of(System.getProperty("java.home"), "include");
        if (!Files.exists(headers.resolve("jni.h"))) {
            throw new IOException("this Java has no include/jni.h; a JDK has");
        }
        if (!Files.exists(SOURCE)) {
            throw new IOException("there is no " + SOURCE);
        }
        var library = folder.resolve("liboriginal_destination.so");
        var line = new String[] {
            "cc",
            "-O2",
            "-Wall",
            "-Werror",
            "-shared",
            "-fPIC",
            "-I" + headers,
            "-I" + headers.resolve("linux"),
            "-o",
            library.toString(),
            SOURCE.toString()
        };
        Command.run(line).orThrow();
        return library;
    }
}

package mesh.bench.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes beside this one, from the same installation and class path. */
public final class Jvm {
    /** Enough for a million latencies; one collector thread, so that the proxies keep their CPU. */
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "--enable-native-access=ALL-UNNAMED");

    private Jvm() {}

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts a class of ours; its errors go to our standard error. */
    public static Process start(Class<?> main, List<String> arguments) throws IOException {
        var line = new ArrayList<>(List.of(java()));
        line.addAll(FLAGS);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(arguments);
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

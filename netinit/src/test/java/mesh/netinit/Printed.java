package mesh.netinit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import mesh.linux.NetworkNamespace;

/** One run of the program in this process: its exit status and what it printed. */
record Printed(int exit, String out, String err) {
    static Printed netinit(String... args) throws Exception {
        return capture(() -> Netinit.execute(args));
    }

    static Printed netinitIn(NetworkNamespace pod, String... args) throws Exception {
        return capture(() -> pod.call(() -> Netinit.execute(args)));
    }

    private static Printed capture(Callable<Integer> run) throws Exception {
        var realOut = System.out;
        var realErr = System.err;
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int exit = run.call();
            return new Printed(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }
}

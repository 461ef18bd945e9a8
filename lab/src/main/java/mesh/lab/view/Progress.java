package mesh.lab.view;

import java.io.PrintStream;
import java.util.Locale;

/** Says what is done, with the time it took so far, while the next thing is being done. */
public final class Progress {
    private final PrintStream out;
    private final long start = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    public synchronized void done(String what) {
        out.println(Style.FAINT.of(String.format(Locale.ROOT, "%5.2f s", seconds())) + "  " + what);
    }

    public double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}

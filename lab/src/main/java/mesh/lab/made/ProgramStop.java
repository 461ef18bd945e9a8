package mesh.lab.made;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mesh.lab.made.Made.Program;

/** Ends processes: asks all at once (SIGTERM), and ends those that do not go (SIGKILL). */
public final class ProgramStop {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Consumer<String> notes;

    /** @param notes gets a line for each that had to be killed */
    public ProgramStop(Consumer<String> notes) {
        this.notes = notes;
    }

    public void stop(List<Program> programs) throws IOException {
        var running = new ArrayList<Program>();
        for (var program : programs) {
            find(program).ifPresent(running::add);
        }
        running.forEach(program -> ProcessHandle.of(program.pid()).ifPresent(ProcessHandle::destroy));
        for (var stubborn : stillRunningAfter(PATIENCE, running)) {
            notes.accept("%s of %s (pid %d) did not end within %d s: killed"
                    .formatted(stubborn.role(), stubborn.pod(), stubborn.pid(), PATIENCE.toSeconds()));
            ProcessHandle.of(stubborn.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        stillRunningAfter(PATIENCE, running);
    }

    /** The process while it runs; by its mark when the crash came before its pid was noted. */
    private static Optional<Program> find(Program program) throws IOException {
        if (program.pid() == 0) {
            return LinuxProcess.withEnvironment(Program.MARK, program.mark())
                    .map(pid -> program.started(pid, LinuxProcess.startTicks(pid)));
        }
        return Optional.of(program).filter(ProgramStop::isRunning);
    }

    private static List<Program> stillRunningAfter(Duration patience, List<Program> programs) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        var running = running(programs);
        while (!running.isEmpty() && System.nanoTime() - deadline < 0) {
            pause();
            running = running(running);
        }
        return running;
    }

    private static List<Program> running(List<Program> programs) {
        return programs.stream().filter(ProgramStop::isRunning).toList();
    }

    private static boolean isRunning(Program program) {
        return LinuxProcess.isRunning(program.pid(), program.startTicks());
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while programs were being stopped", e);
        }
    }
}

package mesh.lab.made;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.lab.made.Made.Program;

/**
 * What is up, or was about to be.
 *
 * @param version of the software that made it
 * @param since when {@code up} began, ISO 8601
 * @param complete false until {@code up} has finished
 * @param makerPid the {@code up} that makes it
 * @param makerStartTicks when that started
 * @param made in the order of making
 */
public record State(
        String version, String since, boolean complete, long makerPid, long makerStartTicks, List<Made> made) {
    State with(Made one) {
        return with(Stream.concat(made.stream(), Stream.of(one)).toList());
    }

    State without(Made planned) {
        return with(made.stream().filter(one -> !one.equals(planned)).toList());
    }

    State replacing(Made planned, Made real) {
        var changed = new ArrayList<>(made);
        changed.set(made.indexOf(planned), real);
        return with(List.copyOf(changed));
    }

    State completed() {
        return new State(version, since, true, makerPid, makerStartTicks, made);
    }

    private State with(List<Made> changed) {
        return new State(version, since, complete, makerPid, makerStartTicks, changed);
    }

    @JsonIgnore
    public List<Program> programs() {
        return made.stream()
                .filter(Program.class::isInstance)
                .map(Program.class::cast)
                .toList();
    }

    public List<Program> programs(String pod) {
        return programs().stream().filter(program -> program.pod().equals(pod)).toList();
    }

    public Optional<Program> program(String pod, String role) {
        return programs().stream()
                .filter(program -> program.pod().equals(pod) && program.role().equals(role))
                .findFirst();
    }

    /** Whether the {@code up} that makes this is still at it. */
    @JsonIgnore
    public boolean inTheMaking() {
        return !complete && LinuxProcess.isRunning(makerPid, makerStartTicks);
    }
}

package mesh.lab.story;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import mesh.lab.view.Style;
import mesh.lab.view.Table;

/** A journey for people: a heading, then every step of both proxies in the order of time. */
public final class JourneyText {
    private final Function<InetAddress, Optional<String>> names;

    /** @param names of pods and services by their addresses */
    public JourneyText(Function<InetAddress, Optional<String>> names) {
        this.names = names;
    }

    private record Line(long nanos, String pod, String direction, String text) {}

    public String of(Journey journey) {
        var lines = new ArrayList<Line>();
        journey.told()
                .forEach(told -> told.story()
                        .steps()
                        .forEach(step -> lines.add(
                                new Line(step.nanos(), told.pod(), told.story().direction(), step.text()))));
        lines.sort(Comparator.comparingLong(Line::nanos));
        var table = new Table(">µs", ">+µs", "proxy of", "", "");
        long last = journey.startNanos();
        for (var line : lines) {
            table.row(
                    micros(line.nanos() - journey.startNanos()),
                    micros(line.nanos() - last),
                    line.pod(),
                    line.direction(),
                    line.text());
            last = line.nanos();
        }
        return heading(journey) + "\n  " + String.join("\n  ", table.lines());
    }

    /** {@code app-a -> app-b 10.77.0.3:8080, ended, 78 bytes sent, 230 received, 3.1 ms}. */
    private String heading(Journey journey) {
        var story = journey.first().story();
        var heading = "%s → %s%s, %s, %d bytes sent, %d received, %s ms"
                .formatted(
                        caller(journey),
                        callee(journey, story),
                        story.destination() == null ? "?" : story.destination(),
                        story.outcome(),
                        story.sentBytes(),
                        story.receivedBytes(),
                        String.format(Locale.ROOT, "%.1f", (story.endNanos() - story.startNanos()) / 1e6));
        boolean good = "ended".equals(story.outcome());
        return (good ? Style.BOLD : Style.RED).of(heading)
                + (story.why() == null || story.why().isEmpty() ? "" : "\n  " + story.why());
    }

    private String caller(Journey journey) {
        return journey.outbound()
                .map(Told::pod)
                .orElseGet(() -> stranger(journey.first().story().downstream()));
    }

    /** Who called without telling: one of ours past its proxy, or somebody else. */
    private String stranger(String downstream) {
        var name = nameOf(downstream);
        var address = downstream == null ? "?" : downstream.substring(0, downstream.lastIndexOf(':'));
        return name.isEmpty() ? address : name + "(past its proxy)";
    }

    private String callee(Journey journey, Story story) {
        return journey.inbound().map(told -> told.pod() + " ").orElseGet(() -> nameOf(story.destination()));
    }

    /** With a blank after it; empty for an address of nobody here. */
    private String nameOf(String address) {
        return Optional.ofNullable(address)
                .flatMap(known -> names.apply(HostAndPort.parse(known).getAddress()))
                .map(name -> name + " ")
                .orElse("");
    }

    static String micros(long nanos) {
        return String.valueOf(Math.round(nanos / 1e3));
    }
}

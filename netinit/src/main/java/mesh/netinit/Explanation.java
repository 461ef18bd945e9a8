package mesh.netinit;

import java.io.IOException;
import mesh.linux.AddressText;

/** A {@link Walk} in words: which rules were asked, which one won and why, and where the packet ends. */
final class Explanation {
    private Explanation() {}

    static String text(Walk walk) {
        var text = new StringBuilder(subject(walk.flow())).append(System.lineSeparator());
        var place = "";
        for (var step : walk.steps()) {
            var next = place(step);
            if (!next.equals(place)) {
                text.append("  ").append(next).append(System.lineSeparator());
                place = next;
            }
            text.append(line(step));
        }
        return text.append(verdict(walk)).append(System.lineSeparator()).toString();
    }

    static String json(Walk walk) throws IOException {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("flow", subject(walk.flow()));
            json.writeBooleanField("captured", walk.isCaptured());
            if (walk.redirectedTo().isPresent()) {
                json.writeNumberField("redirectedTo", walk.redirectedTo().get());
            }
            json.writeStringField("verdict", verdict(walk));
            json.writeArrayFieldStart("steps");
            for (var step : walk.steps()) {
                json.writeStartObject();
                json.writeStringField("hook", step.hook().name());
                json.writeBooleanField("matches", step.matches());
                if (!step.matches()) {
                    json.writeStringField("because", step.because().orElseThrow());
                }
                json.writeFieldName("rule");
                Json.write(json, step.rule());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String subject(Flow flow) {
        return switch (flow) {
            case Flow.Outgoing(var to, var uid, var gid, var loopback) ->
                "A TCP connection from this pod to %s, opened by uid %d, gid %d, routed through %s"
                        .formatted(AddressText.of(to), uid, gid, loopback ? "lo" : "another interface than lo");
            case Flow.Incoming(var from, var to) ->
                "A TCP connection to %s of this pod, coming from %s"
                        .formatted(AddressText.of(to), AddressText.of(from.getAddress()));
        };
    }

    private static String place(Walk.Step step) {
        return "at %s, %s %s"
                .formatted(step.hook(), step.rule().table().word(), step.rule().chain());
    }

    private static String line(Walk.Step step) {
        var rule = step.rule();
        var matches = RuleText.matches(rule);
        return "    %s  %s %s%n           %s%n"
                .formatted(
                        step.matches() ? "yes" : "no ",
                        matches.isEmpty() ? "(every packet)" : matches,
                        RuleText.render(rule.target()),
                        step.because().map("not this one: "::concat).orElse(rule.why()));
    }

    private static String verdict(Walk walk) {
        var winner = walk.decidedBy()
                .map(rule -> " The rule that wins: " + where(rule))
                .orElse("");
        if (walk.redirectedTo().isPresent()) {
            return "=> captured: it goes to the proxy at port %d, and conntrack remembers %s.%s"
                    .formatted(
                            walk.redirectedTo().get(),
                            AddressText.of(walk.flow().to()),
                            winner);
        }
        return "=> not captured: it goes on to %s as it is.%s"
                .formatted(AddressText.of(walk.flow().to()), winner);
    }

    private static String where(Rule rule) {
        var matches = RuleText.matches(rule);
        return "%s %s%s, because %s"
                .formatted(
                        rule.chain(),
                        matches.isEmpty() ? "" : matches + " ",
                        RuleText.render(rule.target()),
                        rule.why());
    }
}

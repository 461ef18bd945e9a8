package mesh.netinit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows that capture works, or says what is wrong. */
@Command(
        name = "check",
        description = "Opens connections to 192.0.2.1 and 2001:db8::1 (reserved: nobody lives there) as a workload and"
                + " as the proxy, and shows that the first arrives at the proxy's port and the second does not.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options;

    @Option(names = "--json", description = "The findings as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        var capture = options.capture();
        var findings = new SelfCheck(Tools.ofThisMachine(), options.settings(), capture).run();
        boolean passes = SelfCheck.passes(findings);
        var out = command.commandLine().getOut();
        out.print(json ? json(findings, passes) : text(findings, passes));
        out.flush();
        return passes ? 0 : 1;
    }

    private static String text(List<Finding> findings, boolean passes) {
        var text = new StringBuilder();
        for (var finding : findings) {
            text.append("  %-8s  %s  %s%n            %s%n"
                    .formatted(word(finding), finding.family(), finding.claim(), finding.detail()));
        }
        return text.append(passes ? "Capture works.\n" : "Capture is NOT shown to work: see above.\n")
                .toString();
    }

    private static String word(Finding finding) {
        return finding.result().name().toLowerCase(Locale.ROOT);
    }

    private static String json(List<Finding> findings, boolean passes) throws IOException {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeBooleanField("passes", passes);
            json.writeArrayFieldStart("findings");
            for (var finding : findings) {
                json.writeStartObject();
                json.writeStringField("family", finding.family().toString());
                json.writeStringField("claim", finding.claim());
                json.writeStringField("result", word(finding));
                json.writeStringField("detail", finding.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}

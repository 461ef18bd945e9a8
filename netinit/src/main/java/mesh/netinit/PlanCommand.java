package mesh.netinit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A dry run: what {@code apply} would hand to iptables-restore in a namespace that has none of our rules. */
@Command(
        name = "plan",
        description = "Prints the rules as input for iptables-restore --noflush. Changes nothing, needs no root.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options;

    @Option(
            names = "--family",
            converter = FamilyConverter.class,
            paramLabel = "FAMILY",
            description = "Only ipv4 or ipv6: `netinit plan --family ipv4 | iptables-restore --noflush`.")
    private Family family;

    @Option(names = "--json", description = "The rules as JSON, with their reasons.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        var plan = RulePlan.of(options.capture());
        var families = family == null ? List.of(Family.values()) : List.of(family);
        var out = command.commandLine().getOut();
        out.print(json ? json(plan, families) : text(plan, families));
        out.flush();
        return 0;
    }

    private static String text(RulePlan plan, List<Family> families) {
        var texts = families.stream().map(each -> text(each, plan.rules(each)));
        return String.join("\n", texts.toList());
    }

    private static String json(RulePlan plan, List<Family> families) throws IOException {
        return Json.text(json -> {
            json.writeStartObject();
            for (var each : families) {
                json.writeArrayFieldStart(each.name().toLowerCase(Locale.ROOT));
                for (var rule : plan.rules(each)) {
                    Json.write(json, rule);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    /** Input of iptables-restore, with a header for people. */
    static String text(Family family, List<Rule> rules) {
        return """
                # netinit plan, %s: %d rules, one transaction per table
                # netinit plan --family %s | %s-restore --noflush
                %s""".formatted(
                family, rules.size(), family.name().toLowerCase(Locale.ROOT), family.program(), RestoreText.of(rules));
    }

    /** {@code ipv4}, {@code IPv4}, {@code 4}. */
    private static final class FamilyConverter implements CommandLine.ITypeConverter<Family> {
        @Override
        public Family convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "ipv4", "4" -> Family.IPV4;
                case "ipv6", "6" -> Family.IPV6;
                default -> throw new CommandLine.TypeConversionException("'" + text + "' is neither ipv4 nor ipv6");
            };
        }
    }
}

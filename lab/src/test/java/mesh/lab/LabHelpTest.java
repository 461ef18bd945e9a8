package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class LabHelpTest {
    static Stream<Map.Entry<String, CommandLine>> ours() {
        return new CommandLine(new Lab())
                .getSubcommands().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("help"))
                        .filter(entry -> !(entry.getValue().getCommand() instanceof LauncherCommand));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void everyCommandShowsAnExampleAndWhatToLearnFromIt(Map.Entry<String, CommandLine> command) {
        var help = command.getValue().getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertTrue(help.contains("  ./mesh " + command.getKey()), help);
        assertTrue(help.contains("What to learn:"), help);
    }

    @Test
    void whatTheLauncherDoesIsListedToo() {
        var help = new CommandLine(new Lab()).getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertTrue(help.contains("  test ") && help.contains("  bench "), help);
    }

    @Test
    void aWrongCommandLineIsTold() {
        assertEquals(CommandLine.ExitCode.USAGE, Lab.execute("upp"));
        assertEquals(CommandLine.ExitCode.USAGE, Lab.execute("rules"));
    }
}

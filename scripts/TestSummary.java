import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a test run came to, from the XML reports that Surefire left: every failure and every skip with its reason, then
 * the counts. {@code java scripts/TestSummary.java ROOT [MODULE...]}
 *
 * <p>Of the modules named, every test class must have left a report: one whose JVM crashed, or that never compiled,
 * leaves none, and that is a failure. The exit code is 0 if at least one test passed and none failed.
 */
final class TestSummary {
    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    record TestCase(String name, Outcome outcome, String why) {}

    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        var cases = new ArrayList<>(reported(root));
        for (int i = 1; i < arguments.length; i++) {
            cases.addAll(unreported(root.resolve(arguments[i])));
        }
        print(cases, Outcome.FAILED);
        print(cases, Outcome.SKIPPED);
        long passed = count(cases, Outcome.PASSED);
        long failed = count(cases, Outcome.FAILED);
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed, count(cases, Outcome.SKIPPED));
        System.exit(passed > 0 && failed == 0 ? 0 : 1);
    }

    private static List<TestCase> reported(Path root) throws IOException {
        var cases = new ArrayList<TestCase>();
        for (var module : children(root)) {
            for (var file : children(module.resolve("target/surefire-reports"))) {
                var name = file.getFileName().toString();
                if (name.startsWith("TEST-") && name.endsWith(".xml")) {
                    cases.addAll(read(file));
                }
            }
        }
        return cases;
    }

    /** One report. A file that is cut short is a failure, and what was read of it still counts. */
    private static List<TestCase> read(Path report) throws IOException {
        var cases = new ArrayList<TestCase>();
        try (var in = Files.newInputStream(report)) {
            var xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("testcase")) {
                    cases.add(testCase(xml));
                }
            }
        } catch (XMLStreamException e) {
            cases.add(new TestCase(report.toString(), Outcome.FAILED, "unreadable report: " + e.getMessage()));
        }
        return cases;
    }

    /** From {@code <testcase>} to its end; {@code <failure>}, {@code <error>} or {@code <skipped>} may be inside. */
    private static TestCase testCase(XMLStreamReader xml) throws XMLStreamException {
        var method = xml.getAttributeValue(null, "name"); // empty where a whole class was skipped
        var name = xml.getAttributeValue(null, "classname") + (method.isEmpty() ? "" : "." + method);
        var result = new TestCase(name, Outcome.PASSED, "");
        while (!(xml.next() == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("testcase"))) {
            if (xml.isStartElement()) {
                result = switch (xml.getLocalName()) {
                    case "failure", "error" -> new TestCase(name, Outcome.FAILED, reason(xml));
                    case "skipped" -> new TestCase(name, Outcome.SKIPPED, reason(xml));
                    default -> result;
                };
            }
        }
        return result;
    }

    private static String reason(XMLStreamReader xml) {
        var message = xml.getAttributeValue(null, "message");
        var type = xml.getAttributeValue(null, "type");
        return message != null ? message.strip() : type != null ? type : "no reason given";
    }

    /** Test classes in the sources, by the names that Surefire looks for, without a report. */
    private static List<TestCase> unreported(Path module) throws IOException {
        var sources = module.resolve("src/test/java");
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        var reports = children(module.resolve("target/surefire-reports")).stream()
                .map(report -> report.getFileName().toString())
                .toList();
        try (var files = Files.walk(sources)) {
            return files.map(file -> sources.relativize(file).toString())
                    .filter(file -> file.endsWith("Test.java") || file.endsWith("Properties.java"))
                    .map(file -> file.substring(0, file.length() - ".java".length()).replace('/', '.'))
                    .filter(name -> reports.stream().noneMatch(report -> isOf(name, report)))
                    .sorted()
                    .map(name -> new TestCase(name, Outcome.FAILED, "left no report: not compiled, or its JVM died"))
                    .toList();
        }
    }

    /** {@code TEST-mesh.X.xml}, or {@code TEST-mesh.X$Nested.xml} where all its tests are in nested classes. */
    private static boolean isOf(String className, String report) {
        return report.equals("TEST-" + className + ".xml") || report.startsWith("TEST-" + className + "$");
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static void print(List<TestCase> cases, Outcome outcome) {
        for (var test : cases) {
            if (test.outcome() == outcome) {
                var why = test.why().lines().findFirst().orElse("");
                System.out.println(outcome.name().toLowerCase(Locale.ROOT) + ": " + test.name() + ": " + why);
            }
        }
    }

    private static long count(List<TestCase> cases, Outcome outcome) {
        return cases.stream().filter(test -> test.outcome() == outcome).count();
    }
}

package mesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mesh test}: what it asks of Maven, and how its end says what was tested. The JDK is the real one here. */
class TestCommandTest {
    @TempDir
    Path folder;

    Room room;

    @BeforeEach
    void aMachineWithJdkAndMaven() throws IOException {
        room = new Room(folder);
        room.userId(1000); // no packages asked for
        room.environment.put("JAVA_HOME", System.getProperty("java.home"));
        room.maven();
    }

    @Test
    void theLastLineCountsAndEveryFailureAndSkipHasItsReason() throws Exception {
        mavenReporting("""
                <testsuite><testcase name="passes" classname="mesh.ATest"/>
                <testcase name="breaks" classname="mesh.ATest"><failure message="expected: 1&#10;but was: 2" type="X">trace</failure></testcase>
                <testcase name="throws" classname="mesh.ATest"><error type="java.io.IOException">trace</error></testcase>
                <testcase name="waits" classname="mesh.ATest"><skipped message="needs root: it makes namespaces"/></testcase>
                <testcase name="" classname="mesh.ATest$Deep"><skipped message="needs a cluster"/></testcase>
                </testsuite>""", 0);

        var result = room.mesh("test");

        assertEquals(1, result.exitCode());
        assertEquals("""
                failed: mesh.ATest.breaks: expected: 1
                failed: mesh.ATest.throws: java.io.IOException
                skipped: mesh.ATest.waits: needs root: it makes namespaces
                skipped: mesh.ATest$Deep: needs a cluster
                1 passed, 2 failed, 2 skipped
                """, result.out());
    }

    @Test
    void isGreenWhenAllPassed() throws Exception {
        mavenReporting("<testsuite><testcase name='passes' classname='mesh.ATest'/></testsuite>", 0);

        var result = room.mesh("test");

        assertEquals(0, result.exitCode(), result.err());
        assertEquals("1 passed, 0 failed, 0 skipped\n", result.out());
    }

    @Test
    void noTestAtAllIsAFailure() throws Exception {
        mavenReporting("<testsuite/>", 0);

        var result = room.mesh("test");

        assertEquals(1, result.exitCode());
        assertEquals("0 passed, 0 failed, 0 skipped\n", result.out());
    }

    @Test
    void countsOfAnEarlierRunAreNotShownWhenTheBuildFails() throws Exception {
        mavenReporting("<testsuite><testcase name='passes' classname='mesh.ATest'/></testsuite>", 0);
        room.mesh("test");
        mavenReporting(null, 1);

        var result = room.mesh("test");

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("the build failed"), result.err());
        assertEquals("0 passed, 0 failed, 0 skipped\n", result.out());
    }

    @Test
    void aFailedBuildFailsEvenWhenAllTestsThatRanPassed() throws Exception {
        mavenReporting("<testsuite><testcase name='passes' classname='mesh.ATest'/></testsuite>", 1);

        assertEquals(1, room.mesh("test").exitCode());
    }

    @Test
    void aTestClassThatLeftNoReportIsAFailure() throws Exception {
        var sources = Files.createDirectories(room.clone.resolve("native/src/test/java/mesh"));
        Files.writeString(sources.resolve("ATest.java"), "");
        Files.writeString(sources.resolve("CrashedTest.java"), "");
        mavenReporting("<testsuite><testcase name='passes' classname='mesh.ATest'/></testsuite>", 0);

        var result = room.mesh("test");

        assertEquals(1, result.exitCode());
        assertEquals("""
                failed: mesh.CrashedTest: left no report: not compiled, or its JVM died
                1 passed, 1 failed, 0 skipped
                """, result.out());
    }

    @Test
    void aReportThatIsCutShortIsAFailure() throws Exception {
        mavenReporting("<testsuite><testcase name='passes' classname='mesh.ATest'/>", 0);

        var result = room.mesh("test");

        assertEquals(1, result.exitCode());
        assertTrue(result.out().contains("unreadable report"), result.out());
        assertTrue(result.out().endsWith("1 passed, 1 failed, 0 skipped\n"), result.out());
    }

    @Test
    void oneModuleAndOneTestCanBeNamed() throws Exception {
        room.mesh("test", "--module", "native", "--test", "ATest#passes");

        assertTrue(room.calls()
                .getLast()
                .endsWith("-pl native -am -Dtest=ATest#passes -Dsurefire.failIfNoSpecifiedTests=false verify"));
    }

    @Test
    void anUnknownModuleIsNamedWithThoseThereAre() throws Exception {
        var result = room.mesh("test", "--module", "nativ");

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("there is no module 'nativ'. Modules: native"), result.err());
        assertFalse(room.calls().stream().anyMatch(call -> call.startsWith("mvn")), "nothing was run");
    }

    @Test
    void theTestsOnAClusterCanBeRunAlone() throws Exception {
        mavenReporting("<testsuite><testcase name='passes' classname='mesh.ATest'/></testsuite>", 0);

        room.mesh("test", "--cluster");

        assertTrue(
                room.calls().stream().anyMatch(call -> call.contains("-pl k8s -am -Dgroups=cluster")),
                () -> room.calls().toString());
    }

    /** Maven as it would leave things: that report of mesh.ATest in module native, and its exit code. */
    private void mavenReporting(String report, int exitCode) throws IOException {
        var xml = folder.resolve("report.xml");
        Files.writeString(xml, report == null ? "" : report);
        room.tool("mvn", """
                [ "$2" != --version ] || { echo 'Apache Maven 3.9.9 (x)'; exit; }
                [ -s '%1$s' ] && mkdir -p native/target/surefire-reports && cp '%1$s' native/target/surefire-reports/TEST-mesh.ATest.xml
                exit %2$d
                """.formatted(xml, exitCode));
    }
}

package mesh.lab.up;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import mesh.lab.made.Ledger;
import mesh.lab.topology.Site;
import mesh.lab.view.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsTest {
    @TempDir
    private Path folder;

    @Test
    void aMissingProgramIsNamedWithThePackageThatHasIt() {
        var message = failure(() -> Requirements.programsInstalled(folder.toString()));
        assertTrue(message.contains("iptables-save (package iptables)"), message);
        assertTrue(message.contains("ip (package iproute2)"), message);
        assertTrue(message.contains("apt-get install"), message);
    }

    @Test
    void aMeshThatIsUpIsSaidToBeUp() throws Exception {
        var site = new Site("t-", folder);
        assertDoesNotThrow(() -> Requirements.nothingUp(site));
        var ledger = Ledger.begin(site.stateFile(), "1");
        assertTrue(failure(() -> Requirements.nothingUp(site)).contains("another `up` is at work, process"));
        ledger.complete();
        assertTrue(failure(() -> Requirements.nothingUp(site)).contains("`./mesh down` removes it"));
    }

    @Test
    void anUpThatCrashedIsToldFromOneThatIsAtWork() throws Exception {
        var site = new Site("t-", folder);
        Ledger.begin(site.stateFile(), "1");
        var state = Files.readString(site.stateFile());
        Files.writeString(site.stateFile(), state.replaceFirst("(\"makerStartTicks\" : )\\d+", "$11"));
        assertTrue(failure(() -> Requirements.nothingUp(site)).contains("did not come to its end"));
    }

    @Test
    void aFolderOfSomebodyElseIsNotTaken() throws Exception {
        var site = new Site("t-", folder);
        assertDoesNotThrow(() -> Requirements.namesFree(site));
        Files.writeString(folder.resolve("theirs"), "");
        assertTrue(failure(() -> Requirements.namesFree(site)).contains(folder.toString()));
    }

    @Test
    void theDraftOfAnUpThatWasKilledBeforeItNotedAnythingIsNotInTheWay() throws Exception {
        var site = new Site("t-", folder);
        Files.writeString(folder.resolve(".draft-7.tmp"), "");
        assertDoesNotThrow(() -> Requirements.namesFree(site));
    }

    private static String failure(org.junit.jupiter.api.function.Executable check) {
        return assertThrows(Failure.class, check).getMessage();
    }
}

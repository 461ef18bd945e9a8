package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrnoTest {
    /** strerrorname_np(3), glibc 2.32: the number's name according to the C library. */
    @ParameterizedTest
    @EnumSource(Errno.class)
    void everyNumberHasTheNameThatTheCLibraryGivesIt(Errno errno) {
        var name = Function.getFunction("c", "strerrorname_np").invokeString(new Object[] {errno.number()}, false);
        assertEquals(errno.name(), name);
    }

    @Test
    void aFailedCallIsDescribedByNameNumberAndMeaning() {
        var error = assertThrows(LastErrorException.class, () -> LibC.close(-1));
        assertEquals("EBADF (9, descriptor is not open)", Errno.describe(error));
    }

    @Test
    void aNumberWithoutANameIsShownAsItIs() {
        assertEquals("errno 71", Errno.describe(71));
    }
}

package mesh.lab.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void textIsAlignedLeftAndNumbersRightAndNoLineEndsInBlanks() {
        var table = new Table("pod", ">µs", "what").row("app-a", 5, "accepted").row("b", 12345, "");
        assertEquals("""
                pod       µs  what
                app-a      5  accepted
                b      12345""", table.toString());
    }

    @Test
    void aRowOfTheWrongLengthIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").row("only one"));
    }
}

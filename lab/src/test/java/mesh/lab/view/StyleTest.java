package mesh.lab.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StyleTest {
    @Test
    void emphasisIsForTerminalsOnly() {
        assertEquals("\u001b[1mpod\u001b[0m", Style.BOLD.of("pod", true));
        assertEquals("pod", Style.BOLD.of("pod", false));
    }
}

package mesh.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Something to answer with: the same facts for people and for programs. */
sealed interface Answer permits Seen, Called {
    String text();

    /** Writes its fields; the object around them is open. */
    void fields(JsonGenerator json) throws IOException;
}

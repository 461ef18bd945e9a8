package mesh.proxy.http1.differential;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** h11, a strict parser in Python, in an environment of its own below target/. */
final class H11Peer implements Peer {
    private static final String VERSION = "h11==0.16.0"; // the first that checks what ends a chunk's data
    private static final Path ENVIRONMENT = Path.of("target", "h11-venv");

    private final Process process;
    private final Writer in;
    private final BufferedReader out;
    private final ObjectMapper json = new ObjectMapper();

    private H11Peer(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.US_ASCII);
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @throws IOException saying which step failed: there is no Python, or the package cannot be had */
    static H11Peer start() throws IOException, InterruptedException {
        String python = ENVIRONMENT.resolve("bin/python").toString();
        if (!Files.exists(ENVIRONMENT.resolve("installed"))) {
            Commands.run("python3", "-m", "venv", "--without-pip", ENVIRONMENT.toString());
            Commands.run("python3", "-m", "pip", "--python", python, "install", "--quiet", VERSION);
            Files.createFile(ENVIRONMENT.resolve("installed"));
        }
        Path script = Path.of("src/test/resources/mesh/proxy/http1/differential/h11_peer.py");
        return new H11Peer(new ProcessBuilder(python, script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    @Override
    public Reading read(Case it) throws IOException {
        in.write(HexFormat.of().formatHex(it.bytes()) + "\n");
        in.flush();
        var reading = json.readValue(out.readLine(), Reading.class);
        List<Message> messages =
                reading.messages().stream().map(Message::normal).toList();
        return new Reading(messages, reading.refused());
    }

    @Override
    public void close() throws IOException {
        in.close(); // ends its loop
        process.destroy();
    }
}

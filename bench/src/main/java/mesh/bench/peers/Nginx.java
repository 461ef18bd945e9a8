package mesh.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.bench.load.Target;
import mesh.bench.rig.MissingPeerException;
import mesh.bench.rig.Subject;

/** nginx's stream module, one worker. It cannot ask SO_ORIGINAL_DST, so its upstream is written into its file. */
record Nginx(Path program, String version) implements Subject {
    private static final Path DYNAMIC_MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
    private static final String REMEDY =
            "nginx with its stream module is not installed; `apt-get install nginx libnginx-mod-stream` brings it";

    private static final String CONFIGURATION = """
            %s
            daemon off;
            worker_processes 1;
            error_log stderr;
            pid %s/nginx.pid;
            events {
                worker_connections 16000;
            }
            stream {
                proxy_timeout 1h;
                tcp_nodelay on;
                server {
                    listen %d;
                    proxy_pass %s;
                }
                server {
                    listen %d;
                    proxy_pass %4$s;
                }
            }
            """;

    static Nginx find() throws IOException, MissingPeerException {
        var program = Programs.find("nginx").orElseThrow(() -> new MissingPeerException(REMEDY));
        var built = mesh.linux.Command.run(program.toString(), "-V").error();
        if (!Files.exists(DYNAMIC_MODULE) && !built.matches("(?s).*--with-stream[ \n].*")) {
            throw new MissingPeerException(REMEDY);
        }
        return new Nginx(program, Programs.version(program.toString(), "-v").replaceFirst(".*nginx/", ""));
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String does() {
        return "stream module, master and 1 worker; dials a fixed upstream: less work than the others, no SO_ORIGINAL_DST";
    }

    @Override
    public List<String> command(Path folder) throws IOException {
        var file = folder.resolve("nginx.conf");
        var load = Files.exists(DYNAMIC_MODULE) ? "load_module " + DYNAMIC_MODULE + ";" : "";
        Files.writeString(
                file, CONFIGURATION.formatted(load, folder, OUTBOUND, Target.HOST + ":" + Target.PORT, INBOUND));
        return List.of(program.toString(), "-e", "stderr", "-p", folder.toString(), "-c", file.toString());
    }
}
